"""An environment that a person added on this computer, and its card.

What is kept of it is plain values. Nothing of the environment is imported before one is made: the card says all there
is to know until then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Quantity
from playground.envs.drawing.plain_captions import captions, describer
from playground.envs.gym_adapter.modules import has_changed
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import AddError, Form, Usual
from playground.i18n import N_, _

if TYPE_CHECKING:
    from playground.envs.base import Environment, EnvironmentBatch

EVALUATION_EPISODES = 20
EVALUATION_EPISODES_IF_SLOW = 10
_SLOW_US = 256.0  # a step
MOST_TEXT = 200  # characters of an error's own words
_OVERHEAD_US = 4.0  # of what is checked in each step


Doubt = Literal["", "chance", "shared", "process"]
DOUBTS = {  # in words, that follow a colon
    "chance": N_("the same seed and the same actions led to other states"),
    "shared": N_("two instances of it disturb each other, as those do that share the dice of np.random"),
    "process": N_("it is another one at each start of the program, as what follows the order of a set of words is"),
}


@dataclass(frozen=True)
class Added:
    """The findings of the probe.

    They are plain values, so that the same added environment is the same on every start.
    """

    name: str
    folder: str
    form: Form
    usual: tuple[Usual, ...]
    steps_per_episode: int
    solved_at: float | None
    steps_per_second: int
    doubt: Doubt  # why the same seed and actions need not lead to the same states; "" where they do
    no_picture: str  # why its own pictures are not shown, marked with N_() if it is ours; "" where they are
    step_us: float  # measured once, as a power of two

    @property
    def repeats(self) -> bool:
        """Whether the same seed and actions lead to the same states."""
        return not self.doubt

    @property
    def draws(self) -> bool:
        """Whether it draws pictures of its own."""
        return not self.no_picture

    @property
    def origin(self) -> Origin:
        return Origin(self.name, self.folder)


def card_of(added: Added) -> EnvironmentCard:
    """Return the card of an added environment, in the language of this moment."""
    form = added.form

    @lru_cache(maxsize=1)
    def measured(step_us: float) -> EnvironmentCard:
        return card_of(replace(added, step_us=step_us))

    is_slow = added.step_us > _SLOW_US
    episodes = EVALUATION_EPISODES_IF_SLOW if is_slow else EVALUATION_EPISODES
    counts = form.counts or (0,) * form.n_numbers
    observation = tuple(
        Quantity(f"o{number}", _("observation {n}").format(n=number), "", usual.scale, usual.range, count)
        for number, (usual, count) in enumerate(zip(added.usual, counts, strict=True), 1)
    )
    if form.bounds:
        actions = tuple(_("number {n}").format(n=number) for number in range(1, len(form.bounds) + 1))
    else:
        actions = tuple(_("action {n}").format(n=form.start + number) for number in range(form.n_actions))

    def make(parameters: EnvironmentParams) -> Environment:
        from playground.envs.gym_adapter.adapter import GymnasiumEnv

        return GymnasiumEnv(added.origin, form, repeats=added.repeats, draws=added.draws)

    def make_batch(n: int, parameters: EnvironmentParams) -> EnvironmentBatch:
        from playground.envs.gym_adapter.adapter import GymnasiumBatch

        return GymnasiumBatch(n, added.origin, form)

    return EnvironmentCard(
        id=added.name,
        title=added.name,
        text=_text(added),
        observation=observation,
        actions=actions,
        steps_per_episode=added.steps_per_episode,
        solved_at=added.solved_at,
        steps_per_second=added.steps_per_second,
        restored_by="replay" if added.repeats else "none",
        parameters=EnvironmentParams,
        make=make,
        make_batch=make_batch,
        painter=painter_of(observation),
        captions=captions,
        describe=describer(actions, bool(form.bounds)),
        idle=(0.0,) * form.n_numbers,
        action_bounds=form.bounds,
        may_end_well=True,  # for all one knows
        is_added=True,
        folder=added.folder,
        doubt=DOUBTS[added.doubt] if added.doubt else "",
        only_here=N_("the environment is one of your own, and what it computes by is not known here"),
        draws_ghosts=False,
        is_stochastic=lambda parameters: True,  # for all one knows
        evaluation_episodes=episodes,
        step_us=added.step_us + _OVERHEAD_US,
        batch_step_us=episodes * (added.step_us + _OVERHEAD_US),
        measured_us=added.step_us,
        measured=measured,
    )


def painter_of(observation: tuple[Quantity, ...]) -> Callable[[], Callable[..., Any]]:
    """Return the painter for an environment without one of ours.

    It shows its own picture, or its numbers as bars.
    """

    def painter() -> Callable[..., Any]:
        from playground.envs.drawing.plain_painter import PlainPainter

        return PlainPainter(observation).draw

    return painter


def enter(added: Added) -> EnvironmentCard:
    """Add it to the table of environments.

    Raises AddError if there is one of its name.
    """
    if added.name in ENVIRONMENTS:
        raise is_there(added.origin)
    return ENVIRONMENTS.add(added.name, card_of(added))


def is_there(origin: Origin) -> AddError:
    """Return the reason why it is not added: one of its name is there already."""
    there = Origin(origin.name, ENVIRONMENTS.get(origin.name).folder)
    if there.folder != origin.folder:
        return AddError(
            N_(
                "Another “{name}” is there already, from the folder {folder}. Remove that one first, or give the file in {other} another name. Nothing was changed."
            ),
            name=origin.name,
            folder=there.folder,
            other=origin.folder,
        )
    if has_changed(there):
        return AddError(
            N_(
                "“{name}” is there already, with its code as it was when it was loaded; its file has changed since. Choose another environment, remove this one and add it again, or start the program again. Nothing was changed."
            ),
            name=origin.name,
        )
    return AddError(N_("“{name}” is there already. Nothing was changed."), name=origin.name)


def _text(added: Added) -> str:
    repeats = (
        _("The same seed and the same actions lead to the same states, so a moment of a run can be restored.")
        if added.repeats
        else _("No moment of a run can be restored, and a run does not repeat bit for bit: {why}.").format(
            why=_(DOUBTS[added.doubt])
        )
    )
    counts = ""
    if any(added.form.counts):
        counts = " " + _(
            "What it observes counts, without an order: a table has a cell for each value, and a network an input ({inputs} in all)."
        ).format(inputs=f"{added.form.n_inputs:,}")
    pictures = ""
    if added.no_picture:
        pictures = " " + _("Its numbers are shown in place of its own pictures: {why}.").format(why=_(added.no_picture))
    return _(
        "Your own environment, added on this computer. An observation has {n} numbers. An episode ends when the environment says so (terminated), or after {limit} steps (truncated). {repeats}"
    ).format(n=added.form.n_numbers, limit=f"{added.steps_per_episode:,}", repeats=repeats + counts + pictures)
