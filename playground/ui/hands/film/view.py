"""View of the film of a training: the frame that its player shows."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.history.training_film import TrainingFilm
from playground.export.age_words import shot_words
from playground.export.training_film_picture import FilmPainter
from playground.i18n import _
from playground.ui.hands.film.player import FilmPlayer
from playground.ui.theme.focus_ring import draw_focus_ring
from playground.ui.theme.theme import Theme
from playground.ui.view.env_view import SharedCanvas

LEAST = 240, 120  # px
WANTED = 960, 520
DIM = 0.5  # while nothing can be done with it


class FilmView(QWidget):
    """The picture, and the keys that move along the film while it has the focus."""

    def __init__(self, player: FilmPlayer, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("film_view")
        self.setAccessibleName(_("Film of the training"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*LEAST)
        self._player, self._theme = player, theme
        self._film: TrainingFilm | None = None  # that the painter is of
        self._painter: FilmPainter | None = None
        self._canvas: SharedCanvas | None = None
        player.frame_shown.connect(self._on_frame)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(*WANTED)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()  # also where a picture fails: Qt does not outlive a painter that is left open

    def keyPressEvent(self, event: QKeyEvent) -> None:
        player, shift = self._player, event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        match event.key():
            case Qt.Key.Key_Space:
                if not event.isAutoRepeat():
                    player.toggle()
            case Qt.Key.Key_Left | Qt.Key.Key_Right if shift:
                player.step_episode(event.key() == Qt.Key.Key_Right)
            case Qt.Key.Key_Left:
                player.step(-1)
            case Qt.Key.Key_Right:
                player.step(1)
            case Qt.Key.Key_Home:
                player.step(-player.last)
            case Qt.Key.Key_End:
                player.step(player.last)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._player.toggle()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.update()
        return super().event(event)

    def _paint(self, painter: QPainter) -> None:
        palette = self._theme.scene_palette()
        film = self._player.film
        if film is None:
            painter.fillRect(self.rect(), self.palette().window())
            return
        if self._painter is None or self._film is not film:
            self._painter, self._film = FilmPainter(film), film
        canvas = self._fitting_canvas()
        ratio = canvas.image.devicePixelRatio()
        self._painter.draw(canvas.surface, self._player.order, self._player.frame, palette, ratio)
        if not self.isEnabled():
            painter.fillRect(self.rect(), self.palette().window())
            painter.setOpacity(DIM)
        painter.drawImage(QPointF(0, 0), canvas.image)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), self._theme.tokens)

    def _fitting_canvas(self) -> SharedCanvas:
        ratio = self.devicePixelRatioF()
        size = math.ceil(self.width() * ratio), math.ceil(self.height() * ratio)
        canvas = self._canvas
        if canvas is None or canvas.surface.get_size() != size or canvas.image.devicePixelRatio() != ratio:
            canvas = self._canvas = SharedCanvas(size, ratio)
        return canvas

    def _on_frame(self) -> None:
        film = self._player.film
        shown = [] if film is None else film.at(self._player.order, self._player.frame)
        words = ". ".join(shot_words(shot) for shot, _frame in shown)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
        self.update()
