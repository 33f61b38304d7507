"""One record for each hyperparameter: default, range, scale, unit, explanation.

The record is the only place where a hyperparameter is described. The form, the command line, the saved file
and the checks all read it:

    @dataclass
    class Params:
        gamma: float = hyper(0.99, low=0, high=1, doc=N_("How much a later reward counts."))
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NoReturn, TypeAlias

from playground.errors import HyperError, UnknownNameError
from playground.i18n import N_, with_minus
from playground.registry import Registry

Value: TypeAlias = "float | int | str | tuple[int, ...] | None"
Kind = Literal["float", "int", "choice", "layers"]

GROUPS = {  # headings of the form's long list, from top to bottom
    "explore": N_("How it explores"),
    "target": N_("The target"),
    "learn": N_("How it learns"),
    "memory": N_("What is remembered"),
    "network": N_("The network"),
    "ablation": N_("Ablations"),
    "run": N_("The run"),
}
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")  # 50,000: a comma between thousands, as the window writes it
COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)  # 0,9: a comma in place of the point

MAX_LAYERS = 8
MAX_WIDTH = 4096


@dataclass(frozen=True)
class Hyper:
    """All there is to know about one hyperparameter.

    `low` and `high` bound what is allowed; `slider_low` and `slider_high` what the slider spans. What counts about a
    value near 1 is its distance from 1 (1/(1 - gamma) steps): `from_one` is the least distance that the slider still
    tells from none, and 0 for all other values. `optional` is the word that stands for None ("own": the environment's
    own), or empty where None is not allowed.
    """

    name: str  # the key in files and on the command line; a person may see `label` beside it
    kind: Kind
    default: Value
    doc: str
    label: str = ""  # the name in words
    group: str = ""  # of GROUPS
    formula: str = ""
    low: float = 0.0
    high: float = 0.0
    slider_low: float = 0.0
    slider_high: float = 0.0
    log: bool = False
    from_one: float = 0.0
    unit: str = ""
    unit_from: str = ""  # name of the choice that says the unit, shown beside the number
    choices: tuple[str, ...] = ()
    optional: str = ""
    live: bool = True
    scheduled: bool = False  # follows a schedule until it is held
    basic: bool = False  # shown before "more" is opened

    def parse(self, text: str) -> Value:
        """Read a value as a person writes it; raise HyperError when it cannot be one."""
        word = text.strip().replace("−", "-")  # as numbers are written for people
        if self.optional and word.casefold() == self.optional:
            return None
        written = self._with_point(word) if self.kind in ("int", "float") else word
        try:
            if self.kind == "int":
                number = float(written)  # so that 5e4 may be written
                return self.check(int(number)) if number.is_integer() else self._refuse(word)
            if self.kind == "float":
                number = float(written)
                return self.check(number) if self.low <= number <= self.high else self._refuse(word)
            if self.kind == "layers":
                parts = word.strip("[]()").replace(" ", ",").split(",")
                return self.check(tuple(int(part) for part in parts if part))
        except (ValueError, OverflowError):
            raise self._refused(word) from None
        return self.check(word)

    def check(self, value: Any) -> Value:
        """Return `value` in the type it is kept in.

        Raises HyperError when it is not allowed.
        """
        if value is None and self.optional:
            return None
        if self.kind == "choice":
            if value in self.choices:
                return str(value)
        elif self.kind == "layers":
            if _is_layers(value):
                return tuple(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            if self.low <= value <= self.high:  # never true of NaN
                if self.kind == "float":
                    return float(value)
                if float(value).is_integer():
                    return int(value)
        raise self._refused(value)

    def format(self, value: Value) -> str:
        """Write `value` so that parse() reads the same value back."""
        if value is None:
            return self.optional
        if self.kind == "layers":
            assert isinstance(value, tuple)
            return ", ".join(str(width) for width in value)
        if self.kind == "float":
            return f"{value:g}" if float(f"{value:g}") == value else repr(value)
        return str(value)

    def _with_point(self, word: str) -> str:
        """Return a number with a decimal point, also where it was written with a comma."""
        if GROUPED.fullmatch(word):
            plain = word.replace(",", "")
            if self.kind == "int" or word.count(",") > 1:
                return plain
            with_point = word.replace(",", ".")
            said = N_("{name} cannot be “{value}”, which may be {with_point} or {plain}. Write it without the comma.")
            raise HyperError(said, name=self.name, value=word[:60], with_point=with_point, plain=plain)
        return word.replace(",", ".") if COMMA.fullmatch(word) else word

    def _refuse(self, word: str) -> NoReturn:
        raise self._refused(word)

    def _refused(self, value: object) -> HyperError:
        shown = (", ".join(map(str, value)) if isinstance(value, tuple) else str(value))[:60]
        if self.kind == "choice":
            return HyperError(
                N_("{name} cannot be “{value}”. Choose one of: {choices}."),
                name=self.name,
                value=shown,
                choices=", ".join(self.choices),
            )
        if self.kind == "layers":
            return HyperError(
                N_("{name} cannot be “{value}”. Write up to {most} whole numbers from 1 to {width}, such as “24, 24”."),
                name=self.name,
                value=shown,
                most=MAX_LAYERS,
                width=MAX_WIDTH,
            )
        bounds: dict[str, object] = {
            "name": self.name,
            "value": shown,
            "low": _plain_number(self.low),
            "high": _plain_number(self.high),
        }
        if self.optional:
            return HyperError(
                N_("{name} cannot be “{value}”. It is a number from {low} to {high}, or the word “{word}”."),
                **bounds,
                word=self.optional,
            )
        if self.kind == "int":
            return HyperError(N_("{name} cannot be “{value}”. It is a whole number from {low} to {high}."), **bounds)
        return HyperError(N_("{name} cannot be “{value}”. It is a number from {low} to {high}."), **bounds)


def _plain_number(number: float) -> str:
    return with_minus(str(int(number)) if float(number).is_integer() else f"{number:g}")


def _is_layers(value: Any) -> bool:
    return (
        isinstance(value, (tuple, list))
        and 1 <= len(value) <= MAX_LAYERS
        and all(isinstance(width, int) and not isinstance(width, bool) and 1 <= width <= MAX_WIDTH for width in value)
    )


def hyper(
    default: Value,
    *,
    doc: str,
    label: str = "",
    group: str = "",
    formula: str = "",
    low: float = 0.0,
    high: float = 0.0,
    slider: tuple[float, float] | None = None,
    log: bool = False,
    from_one: float = 0.0,
    unit: str = "",
    unit_from: str = "",
    choices: tuple[str, ...] = (),
    optional: str = "",
    live: bool = True,
    scheduled: bool = False,
    basic: bool = False,
) -> Any:
    """Declare a hyperparameter as the field of a Params dataclass.

    See Hyper for the arguments.
    """
    kind: Kind = "float"
    if choices:
        kind = "choice"
    elif isinstance(default, tuple):
        kind = "layers"
    elif isinstance(default, int):
        kind = "int"
    slider_low, slider_high = slider or (low, high)
    record = Hyper(
        name="",
        kind=kind,
        default=default,
        doc=doc,
        label=label,
        group=group,
        formula=formula,
        low=low,
        high=high,
        slider_low=slider_low,
        slider_high=slider_high,
        log=log,
        from_one=from_one,
        unit=unit,
        unit_from=unit_from,
        choices=choices,
        optional=optional,
        live=live,
        scheduled=scheduled,
        basic=basic,
    )
    return field(default=default, metadata={"hyper": record})


def hypers(params: Any) -> Registry[Hyper]:
    """Return the records of a Params class or instance.

    Its own come first, then those it inherits.
    """
    return _table(params if isinstance(params, type) else type(params))


@cache
def _table(kind: type) -> Registry[Hyper]:
    own = inspect.get_annotations(kind)
    fields = sorted(dataclasses.fields(kind), key=lambda item: item.name not in own)
    table: Registry[Hyper] = Registry(getattr(kind, "record_kind", N_("hyperparameter")))
    for item in fields:
        table.add(item.name, dataclasses.replace(item.metadata["hyper"], name=item.name))
    return table


def changed(params: Any, values: dict[str, Any]) -> Any:
    """Return a copy of `params` with `values`, each checked and all checked together.

    Raises HyperError for a value out of range and UnknownNameError for a name that is none.
    """
    table = hypers(params)
    checked = {name: table.get(name).check(value) for name, value in values.items()}
    result = dataclasses.replace(params, **checked)
    result.check()
    return result


def parse_assignment(params: Any, text: str, example: str = "gamma=0.95") -> tuple[str, Value]:
    """Read "name=value" as `--set` takes it.

    `example` is shown to a person who wrote something else.
    """
    name, equals, value = text.partition("=")
    if not equals:
        raise UnknownNameError(
            N_("“{text}” sets nothing. Write a name and a value, such as {example}."), text=text[:80], example=example
        )
    return name.strip(), hypers(params).get(name.strip()).parse(value)
