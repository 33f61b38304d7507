"""Words over the picture while nobody can act: the countdown, a pause, the end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.i18n import _
from playground.ui.hands.play.game import Game, GameState
from playground.ui.theme.theme import title_font

COUNT_POINTS = 40.0  # font size of the countdown; words have the usual one
EDGE = 16  # px
WIDE = 560  # px, in which there is room between the numbers and the action at the bottom of a picture
LOW = 0.72  # of the height of others: where words stand, below most of what moves
ASIDE = 0.2  # of the width: where the countdown stands


class PlayOverlay(QLabel):
    """Label over a view; it takes no clicks, which are the picture's."""

    def __init__(self, view: QWidget, game: Game) -> None:
        super().__init__(view)
        self.setObjectName("play_overlay")
        self.setProperty("floats", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._view, self._game = view, game
        view.installEventFilter(self)
        game.changed.connect(self._show)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the view has another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        words = {
            GameState.COUNTING: str(self._game.count),
            GameState.PAUSED: _("Paused: click or press Space to go on"),
            GameState.ENDED: _("Space: next start. R: same start."),
        }.get(self._game.state, "")
        font = title_font()
        if self._game.state is GameState.COUNTING:
            font.setPointSizeF(COUNT_POINTS)
        self.setFont(font)
        self.setText(words)
        self.setVisible(bool(words))
        self._place()

    def _place(self) -> None:
        room = self._view.size()
        widest = max(room.width() - 2 * EDGE, 1)
        self.setFixedWidth(min(self.fontMetrics().horizontalAdvance(self.text()) + 2 * EDGE, widest))
        self.adjustSize()
        x = (room.width() - self.width()) // 2
        if self._game.state is GameState.COUNTING:  # beside what is to be looked at
            x, y = round(ASIDE * room.width()) - self.width() // 2, (room.height() - self.height()) // 2
        elif room.width() >= WIDE:
            y = room.height() - self.height() - EDGE
        else:
            y = round(LOW * room.height())
        self.move(max(x, 0), max(y, 0))
