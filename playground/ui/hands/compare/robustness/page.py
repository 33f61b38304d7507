"""Page of robustness: what two policies still return when they are pushed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import _
from playground.number_text import four_digits, return_words
from playground.ui.files.recent_files import RecentFiles
from playground.ui.hands.compare.chooser import PairForm
from playground.ui.hands.compare.robustness.force_plot import ForcePlot
from playground.ui.hands.compare.table_text import table_text
from playground.ui.hands.compare.work import Pushed
from playground.ui.theme.theme import Theme, numbers_font


class RobustnessPage(QWidget):
    """Curves and a table of two."""

    def __init__(self, recent: RecentFiles, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("robustness")
        self._pushed: Pushed | None = None
        self.form = PairForm("robustness", recent, theme, _("Push"))
        self._said = QLabel()
        self._said.setObjectName("robustness_said")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._plot = ForcePlot(theme)
        self._table = QTableWidget(0, 3)
        self._table.setObjectName("robustness_table")
        self._table.setAccessibleName(_("Mean return by force"))
        self._table.setFont(numbers_font())
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._table.horizontalHeader().setHighlightSections(False)
        self._copy = QPushButton(_("Copy as text"))
        self._copy.setObjectName("robustness_copy")
        self._copy.setAccessibleName(_("Copy as text"))
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._plot, 1)
        row.addWidget(self._table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addWidget(self._said)
        layout.addLayout(row, 1)
        layout.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_nothing()

    @property
    def pushed(self) -> Pushed | None:
        """What is shown."""
        return self._pushed

    def show_nothing(self) -> None:
        """Say what will stand here."""
        self._pushed = None
        self._plot.show_curves(None)
        self._write_heads(_("First policy"), _("Second policy"))
        self._table.setRowCount(0)
        self._copy.setEnabled(False)
        self._say(
            _(
                "Choose two and push them: each plays the same 100 episodes at every force, and gets one push in each, at the same step and to the same side."
            ),
            "",
        )

    def show_busy(self, words: str) -> None:
        """Say what is under way."""
        self._say(words, "")
        self.form.set_busy(True)

    def show_problem(self, words: str) -> None:
        """Say why there is no result; what was shown before stays."""
        self.form.set_busy(False)
        self._say(words, "refusal")

    def show_stopped(self) -> None:
        """Say that nothing new came, and show what was there."""
        self.form.set_busy(False)
        if self._pushed is None:
            self.show_nothing()
        else:
            self.show_pushed(self._pushed)

    def show_pushed(self, pushed: Pushed) -> None:
        """Show the curves of two."""
        self._pushed = pushed
        self.form.set_busy(False)
        first, second = pushed.robustness
        forces = tuple(
            _("{size} {unit}").format(size=four_digits(force * pushed.hardest), unit=_(pushed.unit))
            for force in first.forces
        )
        self._plot.show_curves(pushed.robustness, forces)
        self._write_heads(*pushed.names)
        self._table.setRowCount(len(forces))
        for row, force in enumerate(forces):
            cells = [force, *(_mean_words(each.mean[row], each.interval[row]) for each in pushed.robustness)]
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._table.setItem(row, column, item)
        self._copy.setEnabled(True)
        text = _(
            "Mean return and its 95 % interval over the same {n} episodes at each force; a push changes a velocity by so many {unit}. Of the episodes, {first} of “{one}” and {second} of “{other}” last until their push."
        )
        self._say(
            text.format(
                n=first.returns.shape[1],
                unit=_(pushed.unit),
                first=first.n_met,
                second=second.n_met,
                one=pushed.names[0],
                other=pushed.names[1],
            ),
            "",
        )

    def _write_heads(self, first: str, second: str) -> None:
        self._table.setHorizontalHeaderLabels([_("Force"), first, second])
        for column, words in enumerate((_("Force"), first, second)):
            head = self._table.horizontalHeaderItem(column)
            head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            head.setToolTip(words)

    def _say(self, words: str, role: str) -> None:
        self._said.setProperty("role", role)
        self._said.style().polish(self._said)
        self._said.setText(words)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(table_text(self._table.model()))


def _mean_words(mean: float, interval: tuple[float, float]) -> str:
    return _("{mean} ({low} to {high})").format(
        mean=return_words(mean), low=return_words(interval[0]), high=return_words(interval[1])
    )
