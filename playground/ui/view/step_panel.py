"""Panel with the numbers of one step, stage by stage."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.i18n import N_, _, with_minus
from playground.number_text import filled
from playground.ui.theme.theme import numbers_font, title_font

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings
    from playground.engine.run.trace import Trace
    from playground.envs.base import Quantity

VALUES = {"q": N_("Q(s, ·)"), "probabilities": N_("π(· | s)"), "action": N_("μ(s)")}  # by what the bars are
STAGES = (
    ("state", N_("Observe s")),
    ("values", ""),
    ("choice", N_("Choose a")),
    ("outcome", N_("Execute: r, s′")),
    ("update", N_("Learn")),
    ("after", N_("Afterwards")),
)
MOST_QUANTITIES = 8  # of an observation, in its own lines
IN_A_COLUMN = 5  # of them; more stand in two columns, or the last would lie out of sight
IN_A_ROW, MOST_ROWS = 3, 2  # of the next one


class StepPanel(QScrollArea):
    """Card for each stage of the newest single step: observe, choose, execute, learn."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_panel")
        self.setAccessibleName(_("The numbers of the newest step"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        self.setWidget(inside)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(8, 4, 8, 4)
        self._hint = QLabel(_("Press Step (F10), or pause a run, to read the numbers of the newest step here."))
        self._hint.setObjectName("step_hint")
        self._hint.setProperty("role", "muted")
        outer.addWidget(self._hint)
        self._where = QLabel()
        self._where.setObjectName("step_where")
        self._where.setAccessibleName(_("Which step"))
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        outer.addWidget(self._where)
        self._cards = QWidget()
        row = QHBoxLayout(self._cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._shown: tuple[Trace | None, bool, bool] | None = None
        self._is_grey = False
        self._titles: dict[str, QLabel] = {}
        self._numbers: dict[str, QLabel] = {}
        for name, title in STAGES:
            row.addLayout(self._stage(name, _(title) if title else ""))
        row.addStretch(1)
        outer.addWidget(self._cards)
        outer.addStretch(1)
        self.show_pair(settings)

    def _stage(self, name: str, title: str) -> QVBoxLayout:
        heading = QLabel(title)
        heading.setFont(title_font())
        self._titles[name] = heading
        columns = QHBoxLayout()
        columns.setSpacing(12)
        for each in (name, f"{name}_more") if name == "state" else (name,):
            columns.addWidget(self._column(each, title))
        stage = QVBoxLayout()
        stage.setSpacing(2)
        stage.addWidget(heading)
        stage.addLayout(columns, 1)
        return stage

    def _column(self, name: str, title: str) -> QLabel:
        numbers = self._numbers[name] = QLabel()
        numbers.setObjectName(f"step_{name}")
        numbers.setAccessibleName(title)
        numbers.setFont(numbers_font())
        numbers.setTextFormat(Qt.TextFormat.PlainText)
        numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        numbers.setAlignment(Qt.AlignmentFlag.AlignTop)
        return numbers

    def show_pair(self, settings: Settings) -> None:
        """Take the words for steps of another environment and algorithm."""
        self._card, self._explainer = settings.card, settings.learner.make_explainer()
        title = _(VALUES[settings.learner.shown_in(settings.space)])
        self._titles["values"].setText(title)
        self._numbers["values"].setAccessibleName(title)
        self._shown = None  # its words are of another pair
        self.show_trace(None)

    def show_trace(self, trace: Trace | None, *, is_fresh: bool = True, is_b: bool = False) -> None:
        """Show a step, of the run or of its fork B; None shows how to get one.

        It is greyed where it is not the newest.
        """
        shown = trace, is_fresh, is_b
        if self._shown is not None and self._shown[0] is trace and self._shown[1:] == shown[1:]:
            return
        is_other, self._shown = self._shown is None or self._shown[0] is not trace, shown
        self._hint.setVisible(trace is None)
        for part in (self._where, self._cards):
            part.setVisible(trace is not None)
        if trace is None:
            return
        where = (
            _("Step {step} of {run}, episode {episode}")
            if is_fresh
            else _("Step {step} of {run}, episode {episode}: it has gone on since")
        )
        run = _("B") if is_b else _("the run")
        self._where.setText(where.format(step=f"{trace.step:,}", run=run, episode=f"{trace.episode:,}"))
        self._set_grey(not is_fresh)
        if is_other:
            self._write(trace)

    def _write(self, trace: Trace) -> None:
        explainer = self._explainer
        state = self._state(trace)
        most = len(state) if len(state) <= IN_A_COLUMN else math.ceil(len(state) / 2)
        self._numbers["state_more"].setHidden(len(state) <= most)
        texts = {
            "state": state[:most],
            "state_more": state[most:],
            "values": explainer.values(trace, self._card.actions),
            "choice": explainer.choice(trace, self._card.actions),
            "outcome": self._outcome(trace),
            "update": explainer.update(trace),
            "after": explainer.after(trace),
        }
        for name, lines in texts.items():
            self._numbers[name].setText(with_minus("\n".join(lines)))

    def _set_grey(self, is_grey: bool) -> None:
        if is_grey == self._is_grey:
            return
        self._is_grey = is_grey
        for label in (self._where, *self._titles.values(), *self._numbers.values()):
            label.setProperty("role", "muted" if is_grey else None)
            label.style().unpolish(label)
            label.style().polish(label)

    def _state(self, trace: Trace) -> list[str]:
        assert trace.observation is not None
        shown = list(zip(self._card.observation, trace.observation, strict=True))
        lines = [
            f"{quantity.symbol} {_number(quantity, value, 4)} {_(quantity.unit) if quantity.unit else ''}".rstrip()
            for quantity, value in shown[:MOST_QUANTITIES]
        ]
        return lines + _rest(len(shown) - MOST_QUANTITIES)

    def _outcome(self, trace: Trace) -> list[str]:
        assert trace.next_observation is not None
        lines = [filled(_("r = {reward:+g}"), reward=trace.reward)]
        pairs = zip(self._card.observation, trace.next_observation, strict=True)
        numbers = [_number(quantity, value, 3) for quantity, value in pairs]
        rows = [", ".join(numbers[at : at + IN_A_ROW]) for at in range(0, len(numbers), IN_A_ROW)]
        more = ",…" if len(rows) > MOST_ROWS else ""
        lines.append(_("s′ = {state}").format(state=",\n       ".join(rows[:MOST_ROWS]) + more))
        if trace.terminated:
            lines.append(_("terminated: the episode is over"))
        if trace.truncated:
            lines.append(_("truncated: the time limit"))
        if not trace.terminated and not trace.truncated:
            lines.append(_("neither terminated nor truncated"))
        return lines


def _number(quantity: Quantity, value: float, decimals: int) -> str:
    """Write a number of an observation; one that counts is a name more than a size."""
    return f"{value:.0f}" if quantity.count else filled(f"{{value:+.{decimals}f}}", value=value)


def _rest(n_more: int) -> list[str]:
    return [_("and {n} more").format(n=n_more)] if n_more > 0 else []
