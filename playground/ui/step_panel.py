"""What just happened in one step, in numbers, stage by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.i18n import N_, _
from playground.ui.theme import numbers_font, title_font

if TYPE_CHECKING:
    from playground.engine.trace import Trace
    from playground.envs.base import EnvironmentCard

STAGES = (
    ("state", N_("Observe s")),
    ("values", N_("Q(s, ·)")),
    ("choice", N_("Choose a")),
    ("outcome", N_("Execute: r, s′")),
    ("update", N_("Learn")),
    ("after", N_("Afterwards")),
)


class StepPanel(QScrollArea):
    """A card for each stage of the step that was just taken by hand."""

    def __init__(self, card: EnvironmentCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_panel")
        self.setAccessibleName(_("The numbers of the newest step"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._card = card
        inside = QWidget()
        self.setWidget(inside)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(8, 4, 8, 4)
        self._hint = QLabel(_("Press Step (F10) to make one step and read its numbers here."))
        self._hint.setObjectName("step_hint")
        self._hint.setProperty("role", "muted")
        outer.addWidget(self._hint)
        self._cards = QWidget()
        row = QHBoxLayout(self._cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._numbers: dict[str, QLabel] = {}
        for name, title in STAGES:
            row.addLayout(self._stage(name, _(title)))
        row.addStretch(1)
        outer.addWidget(self._cards)
        outer.addStretch(1)
        self._cards.hide()

    def _stage(self, name: str, title: str) -> QVBoxLayout:
        heading = QLabel(title)
        heading.setFont(title_font())
        numbers = QLabel()
        numbers.setObjectName(f"step_{name}")
        numbers.setAccessibleName(title)
        numbers.setFont(numbers_font())
        numbers.setTextFormat(Qt.TextFormat.PlainText)
        numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        numbers.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._numbers[name] = numbers
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(heading)
        column.addWidget(numbers, 1)
        return column

    def show_trace(self, trace: Trace | None) -> None:
        """Show a step; None says how to get one."""
        self._hint.setVisible(trace is None)
        self._cards.setVisible(trace is not None)
        if trace is None:
            return
        texts = {
            "state": self._state(trace),
            "values": self._values(trace),
            "choice": self._choice(trace),
            "outcome": self._outcome(trace),
            "update": _update(trace),
            "after": _after(trace),
        }
        for name, lines in texts.items():
            self._numbers[name].setText("\n".join(lines))

    def _state(self, trace: Trace) -> list[str]:
        assert trace.observation is not None
        return [
            f"{quantity.symbol} {value:+.4f} {quantity.unit}"
            for quantity, value in zip(self._card.observation, trace.observation, strict=True)
        ]

    def _values(self, trace: Trace) -> list[str]:
        assert trace.values is not None
        best = int(trace.values.argmax())
        return [
            _("{action} {value:.3f}{largest}").format(
                action=_(action), value=value, largest=_("  ← largest") if number == best else ""
            )
            for number, (action, value) in enumerate(zip(self._card.actions, trace.values, strict=True))
        ]

    def _choice(self, trace: Trace) -> list[str]:
        if trace.explored:
            die = _("die {die:.3f} < ε {epsilon:.3f}").format(die=trace.die, epsilon=trace.epsilon)
            how = _("explore: at random")
        else:
            die = _("die {die:.3f} ≥ ε {epsilon:.3f}").format(die=trace.die, epsilon=trace.epsilon)
            how = _("greedy: the largest Q")
        return [die, how, _("a = {action}").format(action=_(self._card.actions[trace.action]))]

    def _outcome(self, trace: Trace) -> list[str]:
        assert trace.next_observation is not None
        after = ", ".join(f"{value:+.3f}" for value in trace.next_observation)
        lines = [_("r = {reward:+g}").format(reward=trace.reward), _("s′ = {state}").format(state=after)]
        if trace.terminated:
            lines.append(_("terminated: it failed"))
        if trace.truncated:
            lines.append(_("truncated: the time limit"))
        if not trace.terminated and not trace.truncated:
            lines.append(_("neither terminated nor truncated"))
        return lines


def _update(trace: Trace) -> list[str]:
    if trace.loss is None or trace.mean_target is None or trace.mean_abs_td_error is None:
        return [_("no update was due: see"), _("learning_starts, train_every"), _("and batch_size")]
    return [
        _("loss {value:.4g}").format(value=trace.loss),
        _("mean target {value:.3f}").format(value=trace.mean_target),
        _("mean |TD error| {value:.3f}").format(value=trace.mean_abs_td_error),
    ]


def _after(trace: Trace) -> list[str]:
    lines = [_("ε = {epsilon:.4f}").format(epsilon=trace.epsilon_after)]
    if trace.target_copied:
        lines.append(_("target network copied"))
    lines.append(_("step {step}, episode {episode}").format(step=f"{trace.step:,}", episode=f"{trace.episode:,}"))
    return lines
