"""View of the environment: a scene drawn with pygame into a buffer shared with Qt."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.envs.base import EnvironmentCard, State
from playground.envs.scene import CellNumbers, Palette, Scene
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.theme.focus_ring import draw_focus_ring
from playground.ui.theme.theme import Theme

if TYPE_CHECKING:
    from playground.envs.drawing.grip import Grip

quiet_pygame = lazy_import("playground.envs.drawing.quiet_pygame")

DESCRIBE_EVERY_MS = 1000
LEAST = 240, 120  # px; where a window has less room than that and all around it, the view scrolls

Draw = Callable[..., None]  # draw(surface, scene, palette, scale, words)
FirstPicture = Callable[[QPainter, tuple[int, int], float, Palette, str], None]  # (..., size, ratio, palette, caption)


class EnvView(QWidget):
    """One scene at a time, of the environment whose card was given last.

    The card's painter is asked for when the first frame is due, so that pygame is imported no earlier. A
    `first_picture` is shown instead until `begin`: both pygame and NumPy take a while to import.
    """

    run_toggled_requested = Signal()  # Space
    step_requested = Signal()  # Right
    step_back_requested = Signal()  # Left
    episode_requested = Signal()  # Shift+Right
    episode_back_requested = Signal()  # Shift+Left
    what_if_requested = Signal()  # W
    fork_requested = Signal()  # F
    escaped = Signal()  # Esc
    scene_changed = Signal(Scene)

    def __init__(
        self,
        theme: Theme,
        card: EnvironmentCard,
        first_picture: FirstPicture | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("env_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*LEAST)
        self.frames_drawn = 0
        self._theme = theme
        self._card = card
        self.scene = Scene(state=card.idle)
        self._keys: dict[int, SignalInstance] = {
            Qt.Key.Key_Right: self.step_requested,
            Qt.Key.Key_Left: self.step_back_requested,
            Qt.Key.Key_W: self.what_if_requested,
            Qt.Key.Key_F: self.fork_requested,
            Qt.Key.Key_Escape: self.escaped,
        }
        self._keys_with_shift: dict[int, SignalInstance] = {
            Qt.Key.Key_Right: self.episode_requested,
            Qt.Key.Key_Left: self.episode_back_requested,
        }
        self._cells: CellNumbers | None = None
        self._draw: Draw | None = None
        self._first_picture = first_picture
        self._canvas: SharedCanvas | None = None
        self._rest = QTimer(self)  # between two descriptions
        self._rest.setSingleShot(True)
        self._rest.setInterval(DESCRIBE_EVERY_MS)
        self._rest.timeout.connect(self._on_rested)
        self._described: Scene | None = None
        theme.changed.connect(self.update)
        self.retranslate()
        self.show_getting_ready()

    def sizeHint(self) -> QSize:
        return QSize(*LEAST)  # it takes all that is left over; a hint of more would have its surroundings scroll

    def begin(self) -> None:
        """Show scenes from now on."""
        self._first_picture = None
        self.repaint()  # at once, whatever else waits for the first paint to be over

    def show_card(self, card: EnvironmentCard) -> None:
        """Show another environment, at rest until a scene of it comes."""
        if card is self._card:
            return
        self._card = card
        self._draw = self._cells = None
        self._words = card.captions()
        self.show_scene(Scene(state=card.idle))

    def show_scene(self, scene: Scene) -> None:
        """Show `scene` from the next repaint on."""
        self.scene = scene
        self.update()
        self.scene_changed.emit(scene)
        if not self._rest.isActive():
            self._on_rested()

    def show_cells(self, numbers: CellNumbers | None) -> None:
        """Show what a learner makes of each cell, in all scenes from now on, or no longer."""
        self._cells = numbers
        self.update()

    def show_getting_ready(self) -> None:
        """Show the environment at rest while there is nothing to see yet."""
        self.show_scene(Scene(state=self._card.idle, caption=_("Getting ready")))

    def show_failed(self, caption: str = "") -> None:
        """Show over the last scene that training has failed."""
        self.show_scene(dataclasses.replace(self.scene, caption=caption or _("Training failed")))

    @property
    def card(self) -> EnvironmentCard:
        """The card of the environment that is shown."""
        return self._card

    def grips(self, state: State | None = None) -> tuple[Grip, ...]:
        """Return the bodies in the picture that can be taken hold of.

        They are in pixels of this widget. With `state`, where they would be then. There are none where the environment names none, and before its first picture is drawn.
        """
        if self._draw is None or self._card.grips is None:
            return ()
        canvas = self._fitting_canvas()
        ratio = canvas.image.devicePixelRatio()
        scene = self.scene if state is None else dataclasses.replace(self.scene, state=state)
        found = self._card.grips()(canvas.surface, scene, self._theme.scene_palette(), ratio, self._words)
        return tuple(grip.scaled(1 / ratio) for grip in found)

    def retranslate(self) -> None:
        """Take the texts in the language of this moment."""
        self.setAccessibleName(_("Picture of the environment"))
        self._words = self._card.captions()
        self._described = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()  # also where a picture fails: Qt does not outlive a painter that is left open

    def _paint(self, painter: QPainter) -> None:
        palette = self._theme.scene_palette()
        if self._first_picture is not None:
            size, ratio = self._device_size()
            self._first_picture(painter, size, ratio, palette, self.scene.caption)
        else:
            canvas = self._fitting_canvas()
            if self._draw is None:
                self._draw = self._card.painter()
            scene = self.scene if self._cells is None else dataclasses.replace(self.scene, cells=self._cells)
            self._draw(canvas.surface, scene, palette, canvas.image.devicePixelRatio(), self._words)
            self.frames_drawn += 1
            painter.drawImage(QPointF(0, 0), canvas.image)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()), self._theme.tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():  # or holding it would flicker between run and pause
                self.run_toggled_requested.emit()
        elif plain and event.key() in self._keys:
            self._keys[event.key()].emit()
        elif held == Qt.KeyboardModifier.ShiftModifier and event.key() in self._keys_with_shift:
            self._keys_with_shift[event.key()].emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.update()
        return super().event(event)

    def _fitting_canvas(self) -> SharedCanvas:
        size, ratio = self._device_size()
        canvas = self._canvas
        if canvas is None or canvas.surface.get_size() != size or canvas.image.devicePixelRatio() != ratio:
            canvas = self._canvas = SharedCanvas(size, ratio)
        return canvas

    def _device_size(self) -> tuple[tuple[int, int], float]:
        ratio = self.devicePixelRatioF()
        return (math.ceil(self.width() * ratio), math.ceil(self.height() * ratio)), ratio

    def _on_rested(self) -> None:
        if self.scene != self._described:
            self._described = self.scene
            self.setAccessibleDescription(self._card.describe(self.scene))
            self._rest.start()


class SharedCanvas:
    """Pygame surface and QImage over one and the same memory.

    Any thread may draw on such a surface, on macOS too, where windows belong to the first: it is memory and nothing
    else. No painter calls pygame.init(), pygame.display or convert(), which alone start SDL's video driver, and with it
    what macOS keeps for the first thread; where an environment of somebody's own calls them to draw itself,
    gym_adapter/frames.py has named the driver that opens nothing.
    """

    def __init__(self, size: tuple[int, int], ratio: float) -> None:
        width, height = size
        self._memory = bytearray(4 * width * height)  # neither surface nor image owns it
        self.surface: Any = quiet_pygame.pygame.image.frombuffer(self._memory, size, "BGRA")
        self.image = QImage(self._memory, width, height, 4 * width, QImage.Format.Format_RGB32)
        self.image.setDevicePixelRatio(ratio)
