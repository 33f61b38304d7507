"""Form for one set of parameters, an algorithm's or an environment's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from playground.hyper import GROUPS, Hyper, Value, changed, hypers
from playground.i18n import _
from playground.ui.hyper.field import Field
from playground.ui.hyper.row import HyperRow
from playground.ui.support.limits import NO_LIMITS, Limits
from playground.ui.theme.icons import Icons

Cautions = Callable[[dict[str, Value]], dict[str, str]]  # of all values: what one should know of them, by name


def _no_cautions(values: dict[str, Value]) -> dict[str, str]:
    return {}


class HyperForm(QObject):
    """A row for every record: those to begin with, then the others under headings.

    With `rest_later` the rows of the others are built by `build_rest`, or when something first needs them. `prefix`
    begins the objectName of all that belongs to a row, so that records of two forms may have one name.
    """

    value_edited = Signal(str, object, int)  # name, value, gesture: the values of one drag share a number above 0
    released = Signal(str)  # a held value follows its schedule again
    row_changed = Signal()
    rows_built = Signal()

    def __init__(
        self, icons: Icons, next_gesture: Callable[[], int], prefix: str, *, rest_later: bool, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.basic, self.others = _column(), _column()
        self.rows: list[HyperRow] = []
        self._headings: list[QLabel] = []
        self._icons, self._next_gesture, self._prefix, self._rest_later = icons, next_gesture, prefix, rest_later
        self._cautions: Cautions = _no_cautions
        self._limits = NO_LIMITS
        self._params_class: Any = None
        self._fields: dict[str, Field] = {}
        self._rest: list[Hyper] = []  # records whose rows are not built yet
        self._given: tuple[dict[str, Value], dict[str, Value]] = {}, {}  # what set_params() was last given
        self._seen: tuple[dict[str, Value], set[str]] | None = None  # what show_values() was last given

    def set_params(
        self,
        params_class: Any,
        values: dict[str, Value],
        preset_values: dict[str, Value],
        cautions: Cautions = _no_cautions,
    ) -> None:
        """Show these values: what the next Reset starts from.

        Rows are built anew for other parameters only.
        """
        self._seen = None
        self._cautions = cautions
        self._given = values, preset_values
        if params_class is not self._params_class:
            self._begin(params_class)
        for name, field in self._fields.items():
            field.restart(values[name], preset_values.get(name, field.record.default))
        for row in self.rows:
            row.clear_refusal()
        self._show_cautions()

    def take_over(self, other: HyperForm) -> None:
        """Show what the rows of another form show, also what waits for a Reset there."""
        if other._params_class is self._params_class:
            self.set_params(self._params_class, other.values(), other._given[1], self._cautions)

    def build_rest(self) -> None:
        """Build the rows that were put off."""
        rest, self._rest = self._rest, []
        if rest:
            self._add(rest)

    def set_limits(self, limits: Limits) -> None:
        """Show and let change no more rows than these limits allow."""
        self._limits = limits
        self.build_rest()
        self._apply_limits()

    def has_rows(self, *, basic: bool) -> bool:
        """Return whether any of the first rows, or of the others, may be seen."""
        return any(record.basic == basic and not self._limits.hides(record.name) for record in self._records())

    def show_values(self, values: dict[str, Value], held: set[str]) -> None:
        """Show what the run uses now; emits nothing.

        It may be called at every tick: it is cheap when nothing changed.
        """
        if self._seen == (values, held):
            return
        self.build_rest()
        self._seen = dict(values), set(held)
        for name, field in self._fields.items():
            if name in values:
                field.see(values[name], name in held)

    def values(self) -> dict[str, Value]:
        """Return what a Reset starts from: what the rows show.

        Of a scheduled value it is the initial one.
        """
        self.build_rest()
        return {name: field.state.start for name, field in self._fields.items()}

    def pending(self) -> dict[str, Value]:
        """Return the values that were changed and that no run has used yet."""
        self.build_rest()
        return {name: field.state.start for name, field in self._fields.items() if field.state.pending}

    @property
    def is_changed(self) -> bool:
        """Whether a person made any value differ from the preset."""
        return any(field.state.changed for field in self._fields.values())

    def show_error(self, name: str, message: str) -> HyperRow | None:
        """Show on the row of `name` why its newest value was not taken.

        The row then shows the value that counts instead.
        """
        self.build_rest()
        row = next((row for row in self.rows for field in row.fields if field.record.name == name), None)
        if row is not None:
            self._seen = None
            self._fields[name].refuse()
            row.show_refusal(message)
        return row

    def ordered_rows(self) -> Iterator[HyperRow]:
        """Yield the rows from top to bottom."""
        yield from sorted(self.rows, key=_comes_later)

    def _begin(self, params_class: Any) -> None:
        for shown in (*self.rows, *self._headings):
            shown.hide()
            shown.deleteLater()
        for field in self._fields.values():
            field.deleteLater()
        self._params_class, self._fields, self.rows, self._headings = params_class, {}, [], []
        records = list(hypers(params_class))
        units = {record.unit_from for record in records if record.basic}
        first = [record for record in records if record.basic or record.name in units]
        self._rest = sorted((record for record in records if record not in first), key=_group_number)
        self._add(first)
        if not self._rest_later:
            self.build_rest()

    def _add(self, records: list[Hyper]) -> None:
        """Build fields and rows.

        A record that gives the unit of another stands on the other's row.
        """
        values, preset_values = self._given
        for record in records:
            preset = preset_values.get(record.name, record.default)
            field = Field(record, values[record.name], preset, self._check, self._next_gesture, self, self._prefix)
            field.edited.connect(self._on_edited)
            field.released.connect(self._on_released)
            self._fields[record.name] = field
        units = {record.unit_from for record in records}
        group = ""
        for record in records:
            if record.name in units:
                continue
            if record.group != group and not record.basic:
                group = record.group
                self.others.layout().addWidget(self._heading(group))
            row = HyperRow(self._fields[record.name], self._fields.get(record.unit_from), self._icons)
            (self.basic if record.basic else self.others).layout().addWidget(row)
            row.changed.connect(self.row_changed)
            row.changed.connect(self._show_cautions)
            self.rows.append(row)
        self._show_cautions()
        self._apply_limits()
        self.rows_built.emit()

    def _records(self) -> list[Hyper]:
        return [field.record for field in self._fields.values()] + self._rest

    def _apply_limits(self) -> None:
        seen = set()
        for row in self.rows:
            names = [field.record.name for field in row.fields]
            row.setHidden(all(self._limits.hides(name) for name in names))
            row.setEnabled(not self._limits.locked.intersection(names))
            if not row.isHidden():
                seen.add(row.field.record.group)
        for heading in self._headings:
            heading.setHidden(heading.objectName().removeprefix(f"{self._prefix}_group_") not in seen)
        self.basic.setHidden(not self.has_rows(basic=True))  # or it would take room

    def _show_cautions(self) -> None:
        shown = {name: field.state.shown for name, field in self._fields.items()}
        found = self._cautions(self._given[0] | shown)  # with those whose rows are still to be built
        for row in self.rows:
            row.show_caution(found.get(row.field.record.name, ""))

    def _heading(self, group: str) -> QLabel:
        heading = QLabel(_(GROUPS[group]))
        heading.setObjectName(f"{self._prefix}_group_{group}")
        heading.setProperty("role", "muted")
        heading.setContentsMargins(0, 8 if self._headings else 0, 0, 0)
        self._headings.append(heading)
        return heading

    def _check(self, name: str, value: Value) -> None:
        """Raise HyperError when the values could not go together in the next run."""
        changed(self._params_class(), {**self.values(), name: value})

    def _on_edited(self, name: str, value: object, gesture: int) -> None:
        self._seen = None  # the next tick may bring back what it brought before
        self.value_edited.emit(name, value, gesture)

    def _on_released(self, name: str) -> None:
        self._seen = None
        self.released.emit(name)


def _column() -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    return column


def _comes_later(row: HyperRow) -> bool:
    return not row.field.record.basic


def _group_number(record: Hyper) -> int:
    return list(GROUPS).index(record.group) if record.group else -1
