"""The scoreboard: you, the agent, chance and the rule, on the same starts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from playground.i18n import _, ngettext
from playground.number_text import return_words
from playground.ui.hands.play.standings import PLAYERS, Standings
from playground.ui.theme.theme import numbers_font, title_font

NOT_KNOWN = "–"
WIDEST = "−1,234.5"  # a return as it is written


class Scoreboard(QFrame):
    """Table of two rows: this start, and the mean over the starts played so far."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scoreboard")
        self.setAccessibleName(_("Scoreboard"))
        self._table = QGridLayout(self)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(2)
        self._heads = [self._label("scoreboard_start", ""), self._label("scoreboard_mean", "")]
        for row, head in enumerate(self._heads, 1):
            head.setProperty("role", "muted")
            self._table.addWidget(head, row, 0)
        self._cells: dict[str, tuple[QLabel, QLabel]] = {}
        for column, (player, name) in enumerate(PLAYERS.items(), 1):
            title = self._label(f"scoreboard_{player}", _(name))
            title.setFont(title_font() if player == "you" else self.font())
            title.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._table.addWidget(title, 0, column)
            self._cells[player] = start, mean = (
                self._number(f"scoreboard_{player}_start"),
                self._number(f"scoreboard_{player}_mean"),
            )
            self._table.addWidget(start, 1, column)
            self._table.addWidget(mean, 2, column)
        self._table.setColumnStretch(len(PLAYERS) + 1, 1)
        tip = _(
            "Returns of one episode each, from the very same starts. The agent acts greedily, as it is now; random takes any action; the rule is what somebody who knows the problem would do. Of several tries from one start your last one counts."
        )
        self.setToolTip(tip)

    def show_standings(self, standings: Standings, seed: int) -> None:
        """Show how it stands on the start of a seed, and on all that were played."""
        n = standings.n_starts
        self._heads[0].setText(_("this start"))
        of_all = ngettext("mean of {n} start", "mean of {n} starts", n).format(n=n)
        self._heads[1].setText(of_all if n else _("mean"))
        told = []
        for player, name in PLAYERS.items():
            start, mean = self._cells[player]
            start.setText(_words(standings.on(player, seed)))
            mean.setText(_words(standings.mean(player)))
            told.append(_("{name}: {words}").format(name=_(name), words=start.text()))
        self.setAccessibleDescription("; ".join(told))

    def _label(self, name: str, words: str) -> QLabel:
        label = QLabel(words)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _number(self, name: str) -> QLabel:
        label = self._label(name, NOT_KNOWN)
        label.setFont(numbers_font())
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(WIDEST))
        return label


def _words(value: float | None) -> str:
    return NOT_KNOWN if value is None else return_words(value)
