"""Line of the newest step: what the inspector's cards say, in a slim row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.agents.loop import LoopExplainer, StageText, StepFacts
from playground.agents.plain_loop import loop_of
from playground.i18n import N_, _
from playground.ui.insight.inspector.words import shown
from playground.ui.theme.theme import numbers_font, title_font
from playground.ui.trainer.snapshot import Snapshot

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings

VALUES = {"q": N_("Q(s, ·)"), "probabilities": N_("π(· | s)"), "action": N_("μ(s)")}  # by what the bars are
COLUMNS = (
    ("observe", N_("Observe s")),
    ("values", ""),
    ("choose", N_("Choose a")),
    ("execute", N_("Execute: r, s′")),
    ("learn", N_("Learn")),
)
COLUMN_OF = {  # a stage that is not here is one of learning; "" is left to the inspector
    "observe": "observe",
    "q_values": "values",
    "policy": "values",
    "choose": "choose",
    "execute": "execute",
    "store": "",
    "draw": "",
}
SPACING, MARGIN = 2, 4  # px
LEAST_LINES = 3  # of a column; what has no room below stands in a second one, or it would lie out of sight


class InspectorLine(QScrollArea):
    """Numbers of the newest single step: observe, Q, choose, r and s', learn.

    Each has a column. It is idle while it is folded.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector_line")
        self.setAccessibleName(_("The numbers of the newest step"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._snapshot: Snapshot | None = None
        self._settings: Settings | None = None
        self._explainer: LoopExplainer | None = None
        self._written: object = None  # the trace whose numbers are shown
        self._said: dict[str, list[str]] = {}  # lines, by column
        self._n_lines = LEAST_LINES
        self._is_grey = False
        self._titles: dict[str, QLabel] = {}
        self._numbers: dict[str, QLabel] = {}
        inside = QWidget()
        self.setWidget(inside)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(8, MARGIN, 8, MARGIN)
        outer.setSpacing(SPACING)
        self._hint = QLabel(_("Press Step (F10), or pause a run, to read the numbers of the newest step here."))
        self._hint.setObjectName("inspector_line_hint")
        self._hint.setProperty("role", "muted")
        self._where = QLabel()
        self._where.setObjectName("inspector_line_where")
        self._where.setAccessibleName(_("Which step"))
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for name, title in COLUMNS:
            row.addLayout(self._column(name, _(title)))
        row.addStretch(1)
        for part in (self._hint, self._where, self._row):
            outer.addWidget(part)
        outer.addStretch(1)
        self._show_parts(has_numbers=False)

    # What is shown

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the newest step there are numbers of, grey where it has gone on since."""
        self._snapshot = snapshot
        if self.isVisible():
            self._refresh(snapshot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._snapshot is not None:
            self._refresh(self._snapshot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        n_lines = self._lines_with_room()
        if n_lines != self._n_lines:
            self._n_lines = n_lines
            self._lay_out()

    def _refresh(self, snapshot: Snapshot) -> None:
        if snapshot.settings is not None and snapshot.settings is not self._settings:
            self._take(snapshot.settings)
        trace = snapshot.trace
        self._show_parts(has_numbers=trace is not None and self._settings is not None)
        if trace is None or self._settings is None:
            return
        is_stale = snapshot.fresh_trace is None
        words = (
            _("Step {step} of {run}, episode {episode}: it has gone on since")
            if is_stale
            else _("Step {step} of {run}, episode {episode}")
        )
        run = _("the run") if snapshot.fork is None else _("B")
        where = words.format(step=f"{trace.step:,}", run=run, episode=f"{trace.episode:,}")
        if where != self._where.text():
            self._where.setText(where)
        self._set_grey(is_stale)
        if trace is not self._written:
            self._written = trace
            settings = self._settings
            params = settings.params if trace.params is None else trace.params
            card = settings.card
            facts = StepFacts(
                params, settings.space, card.actions, trace, insight=trace.insight, observed=card.observed
            )
            self._write(facts)

    def _take(self, settings: Settings) -> None:
        """Take the words for the steps of another pair."""
        self._settings, self._written = settings, None
        self._explainer = loop_of(settings.learner.make_explainer())
        title = _(VALUES[settings.learner.shown_in(settings.space)])
        self._titles["values"].setText(title)
        for name in ("values", "values_more"):
            self._numbers[name].setAccessibleName(title)

    def _write(self, facts: StepFacts) -> None:
        assert self._explainer is not None
        said: dict[str, list[str]] = {name: [] for name, _title in COLUMNS}
        learned: list[StageText] = []
        for stage in self._explainer.stages(facts.params, facts.space):
            column = COLUMN_OF.get(stage.name, "learn")
            if stage.is_setup or not column:
                continue
            text = shown(self._explainer.tell(stage, facts))
            if column == "learn":
                learned.append(text)
            elif column == "choose":  # of its words the first alone: what was done then is told beside it
                said[column] += [*text.lines[:1], *_there_is(text.result, text.why_not)]
            else:
                said[column] += [*text.lines, *_there_is(text.result, text.why_not)]
        said["learn"] = _in_short(learned)
        self._said = said
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the lines of each column below each other, as far as they have room."""
        most = self._n_lines
        for name, lines in self._said.items():
            self._numbers[name].setText("\n".join(lines[:most]))
            self._numbers[f"{name}_more"].setText("\n".join(lines[most:]))
            self._numbers[f"{name}_more"].setHidden(len(lines) <= most)
            is_empty = not lines  # an algorithm without a card of that kind
            for part in (self._titles[name], self._numbers[name]):
                part.setHidden(is_empty)

    def _lines_with_room(self) -> int:
        above = self._where.sizeHint().height() + self._titles["learn"].sizeHint().height() + 3 * SPACING + 2 * MARGIN
        return max((self.height() - above) // self.fontMetrics().lineSpacing(), LEAST_LINES)

    def _show_parts(self, *, has_numbers: bool) -> None:
        self._hint.setVisible(not has_numbers)
        for part in (self._where, self._row):
            part.setVisible(has_numbers)

    def _set_grey(self, is_grey: bool) -> None:
        if is_grey == self._is_grey:
            return
        self._is_grey = is_grey
        for label in (self._where, *self._titles.values(), *self._numbers.values()):
            label.setProperty("role", "muted" if is_grey else None)
            label.style().unpolish(label)
            label.style().polish(label)

    # Parts

    def _column(self, name: str, title: str) -> QVBoxLayout:
        heading = self._titles[name] = QLabel(title)
        heading.setFont(title_font())
        numbers = QHBoxLayout()
        numbers.setSpacing(12)
        for each in (name, f"{name}_more"):
            numbers.addWidget(self._label(each, title))
        column = QVBoxLayout()
        column.setSpacing(SPACING)
        column.addWidget(heading)
        column.addLayout(numbers, 1)
        return column

    def _label(self, name: str, title: str) -> QLabel:
        label = self._numbers[name] = QLabel()
        label.setObjectName(f"inspector_line_{name}")
        label.setAccessibleName(title)
        label.setFont(numbers_font())
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label


def _in_short(learned: Sequence[StageText]) -> list[str]:
    """Return the results of what was learned, or else why there are none, each once."""
    whys = list(dict.fromkeys(text.why_not for text in learned if text.why_not))
    results = [text.result for text in learned if text.result]
    lines = [line for text in learned for line in text.lines] if not results and not whys else []
    return [*whys, *results, *lines]


def _there_is(*words: str) -> list[str]:
    return [each for each in words if each]
