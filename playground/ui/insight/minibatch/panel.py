"""Panel of the minibatch: what the newest update learned from, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import N_, _, ngettext
from playground.ui.insight.minibatch.columns import columns_of
from playground.ui.insight.minibatch.model import SWATCH, MinibatchModel
from playground.ui.theme.theme import Theme, numbers_font
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:  # these need the arithmetic, which takes a while to load
    from playground.engine.insight.minibatch import Minibatch
    from playground.engine.run.trace import Trace

CELL_PADDING = 16  # px beside a text, and the sign of what is sorted by
SWATCH_ROOM = 12  # px
NO_MOMENT = N_(
    "This transition is of an episode that somebody played and added, so there is no moment of the run to go to."
)


class Walk(Protocol):
    """Protocol of what the panel follows: the walk through the stages of a step."""

    facts_changed: SignalInstance

    @property
    def snapshot(self) -> Snapshot: ...

    @property
    def explainer(self) -> Any: ...

    @property
    def facts(self) -> Any: ...

    def choose(self, row: int) -> None:
        """Let the cards speak of a row of the minibatch."""


class MinibatchPanel(QWidget):
    """Table of the newest minibatch there is.

    The row that is chosen is the one that the cards speak of. It asks for the moment a transition was made at, and for the way back. While it is hidden it does nothing.
    """

    row_chosen = Signal(int)  # of the minibatch
    goto_requested = Signal(int)  # env steps

    def __init__(self, walk: Walk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("minibatch")
        self.setAccessibleName(_("Minibatch"))
        self._walk, self._theme = walk, theme
        self._trace: Trace | None = None  # whose minibatch is shown
        self._run = -1
        self._came_from: int | None = None  # env steps that somebody went away from by this table
        self._model = MinibatchModel(theme.tokens)
        self._make_parts()
        self._place()
        walk.facts_changed.connect(self._on_facts_changed)
        theme.changed.connect(self._on_theme_changed)
        self._refresh()

    def _make_parts(self) -> None:
        self._where = QLabel()
        self._where.setObjectName("minibatch_where")
        self._where.setAccessibleName(_("Which minibatch"))
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._where.setWordWrap(True)
        self._back = QPushButton()
        self._back.setObjectName("minibatch_back")
        self._back.clicked.connect(self._on_back)
        self._empty = QLabel()
        self._empty.setObjectName("minibatch_empty")
        self._empty.setAccessibleName(_("Why there is no minibatch"))
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setProperty("role", "muted")
        table = self._table = QTableView()
        table.setObjectName("minibatch_table")
        table.setAccessibleName(_("The transitions of the minibatch"))
        table.setAccessibleDescription(_("Enter goes to the moment a transition was made at."))
        table.setModel(self._model)
        table.setFont(numbers_font())
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setIconSize(QSize(SWATCH, SWATCH))
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(QFontMetrics(table.font()).height() + 8)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        table.doubleClicked.connect(self._go_to)
        table.installEventFilter(self)

    def _place(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._where, 1)
        top.addWidget(self._back)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 4, 8, 8)
        outer.setSpacing(4)
        outer.addLayout(top)
        outer.addWidget(self._table, 1)
        outer.addWidget(self._empty, 1)

    # What is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _on_facts_changed(self) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        snapshot = self._walk.snapshot
        if snapshot.run != self._run:
            self._run, self._trace, self._came_from = snapshot.run, None, None
        trace = snapshot.trace
        if trace is not None and trace is not self._trace and trace.minibatch is not None:
            self._trace = trace
            self._show_minibatch(trace, trace.minibatch)
        elif self._trace is not None and self._trace.step > snapshot.n_steps:
            self._trace = None  # of what is yet to come
        is_shown = self._trace is not None
        self._table.setVisible(is_shown)
        self._where.setVisible(is_shown)
        self._empty.setVisible(not is_shown)
        self._show_way_back(snapshot)
        if self._trace is None:
            self._empty.setText(self._why_empty(snapshot))
            return
        facts = self._walk.facts
        is_fresh = self._trace.step == snapshot.n_steps and facts is not None and facts.trace is self._trace
        self._model.set_grey(not is_fresh)
        self._where.setText(self._where_words(self._trace, snapshot, is_fresh=is_fresh))
        if is_fresh:
            self._follow_choice(facts.chosen)
        else:
            self._table.clearSelection()

    def _show_minibatch(self, trace: Trace, minibatch: Minibatch) -> None:
        settings = self._walk.snapshot.settings
        assert settings is not None
        with QSignalBlocker(self._table.selectionModel()):
            columns = columns_of(minibatch, trace.step, settings.card, self._own_columns(trace))
            is_other = [column.name for column in columns] != [column.name for column in self._model.columns]
            self._model.show_minibatch(minibatch, columns)
        if is_other:
            self._fit_columns()

    def _own_columns(self, trace: Trace) -> Sequence[tuple[str, str, str]] | None:
        settings, name_columns = self._walk.snapshot.settings, getattr(self._walk.explainer, "columns", None)
        return None if name_columns is None or settings is None else name_columns(trace.params, settings.space)

    def _fit_columns(self) -> None:
        metrics, header = QFontMetrics(self._table.font()), self._table.horizontalHeader()
        for number, column in enumerate(self._model.columns):
            room = max(metrics.horizontalAdvance(column.widest), metrics.horizontalAdvance(column.symbol))
            header.resizeSection(number, room + CELL_PADDING + (SWATCH_ROOM if column.name == "a" else 0))

    def _follow_choice(self, chosen: int | None) -> None:
        """Select the row that the cards speak of: the chosen one, the own one, the first."""
        trace = self._trace
        assert trace is not None
        assert trace.minibatch is not None
        row = chosen if chosen is not None else trace.minibatch.own or 0
        place = self._model.place_of(min(row, len(trace.minibatch.steps) - 1))
        now = self._table.currentIndex()
        if now.row() != place or not self._table.selectionModel().hasSelection():
            with QSignalBlocker(self._table.selectionModel()):
                index = self._model.index(place, max(now.column(), 0))
                self._table.setCurrentIndex(index)
                self._table.selectRow(place)
            self._table.viewport().update()

    def _where_words(self, trace: Trace, snapshot: Snapshot, *, is_fresh: bool) -> str:
        assert trace.minibatch is not None
        n = len(trace.minibatch.steps)
        said = ngettext(
            "Step {step} learned from {n} transition", "Step {step} learned from {n} transitions", n
        ).format(step=f"{trace.step:,}", n=f"{n:,}")
        if is_fresh:
            return said
        if snapshot.fresh_trace is not None and not snapshot.fresh_trace.n_updates:
            return _("{said}; step {step} learned nothing").format(said=said, step=f"{snapshot.n_steps:,}")
        return _("{said}; it has gone on since").format(said=said)

    def _why_empty(self, snapshot: Snapshot) -> str:
        what = _("Here will be the transitions that an update learns from, and what it makes of each.")
        if snapshot.state is TrainerState.RUNNING and snapshot.trace is None:
            why = _("Pause or slow down to read a minibatch.")
        elif snapshot.n_updates == 0:
            why = _("Nothing was learned yet: the first update is still to come.")
        elif snapshot.fresh_trace is not None and not snapshot.fresh_trace.n_updates:
            why = _("Step {step} learned nothing: no update was due.").format(step=f"{snapshot.n_steps:,}")
        else:
            why = _("The numbers of this step are not there. Step once, or pause a run, to read them.")
        return f"{what}\n\n{why}"

    def _on_theme_changed(self) -> None:
        self._model.set_colours(self._theme.tokens)

    # What a person does

    def _on_row_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not current.isValid() or self._trace is None:
            return
        row = self._model.row_of(current.row())
        facts = self._walk.facts
        if facts is not None and facts.trace is self._trace:
            self._walk.choose(row)
        self.row_chosen.emit(row)

    def _go_to(self, index: QModelIndex) -> None:
        """Ask for the moment that a transition was made at."""
        if self._trace is None or self._trace.minibatch is None or not index.isValid():
            return
        minibatch, row = self._trace.minibatch, self._model.row_of(index.row())
        if minibatch.played[row]:
            self._where.setText(_(NO_MOMENT))
            return
        if self._back.isHidden():
            self._came_from = self._walk.snapshot.n_steps
        self.goto_requested.emit(int(minibatch.steps[row]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter do what a double click does."""
        is_enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.type() == QEvent.Type.KeyPress:
            self._go_to(self._table.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _show_way_back(self, snapshot: Snapshot) -> None:
        came_from = self._came_from
        is_away = came_from is not None and snapshot.is_past and snapshot.n_steps != came_from
        if came_from is not None and snapshot.state is TrainerState.RUNNING:
            self._came_from, is_away = None, False  # who goes on from there is on another way
        if is_away:
            self._back.setText(_("Back to step {step}").format(step=f"{came_from:,}"))
            self._back.setAccessibleName(self._back.text())
        self._back.setVisible(is_away)

    def _on_back(self) -> None:
        if self._came_from is not None:
            came_from, self._came_from = self._came_from, None
            self._table.setFocus()
            self.goto_requested.emit(came_from)
