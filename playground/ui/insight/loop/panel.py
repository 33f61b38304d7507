"""Panel of the loop: any diagram, drawn, pointed at, walked through by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.agents.loop import Box
from playground.i18n import _
from playground.ui.insight.loop.box_spot import BoxSpot
from playground.ui.insight.loop.painter import LoopPainter
from playground.ui.insight.loop.scene_picture import ScenePicture
from playground.ui.insight.loop.view import LoopView, view_of
from playground.ui.insight.loop.words import name_of, sentence_about
from playground.ui.insight.stage_walk import StageWalk
from playground.ui.theme.theme import Theme

LEAST = QSize(240, 160)
DESCRIBE_EVERY_MS = 1000


class LoopPanel(QWidget):
    """Loop of whatever algorithm, with the numbers of the step that a walk shows."""

    stage_wanted = Signal(str)  # name of a box or an arrow whose card was asked for; the walk is there already

    def __init__(self, walk: StageWalk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loop")
        self.setAccessibleName(_("The loop of the algorithm"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._walk, self._theme = walk, theme
        self._scene = ScenePicture(theme)
        self._painter: LoopPainter | None = None
        self._view = LoopView({})
        self._spots: dict[str, BoxSpot] = {}
        self._rest = QTimer(self)  # between two descriptions
        self._rest.setSingleShot(True)
        self._rest.setInterval(DESCRIBE_EVERY_MS)
        self._rest.timeout.connect(self._describe)
        walk.facts_changed.connect(self._on_facts_changed)
        walk.stage_changed.connect(self._on_stage_changed)
        theme.changed.connect(self._draw_anew)
        self._take_diagram()

    def sizeHint(self) -> QSize:
        return QSize(640, 420)

    # What is shown

    def _on_facts_changed(self) -> None:
        if self._walk.diagram is not self._diagram:
            self._take_diagram()
        if self.isVisible():
            self._refresh()
            self._update(self._fitting_painter().picture_rect())

    def _on_stage_changed(self) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """Take what is shown now, and draw what of it is new."""
        self._view = view_of(self._walk)
        self._update(self._fitting_painter().take(self._view))
        if not self._rest.isActive():
            self._describe()

    def _fitting_painter(self) -> LoopPainter:
        if self._painter is None:
            ratio = self.devicePixelRatioF()
            self._painter = LoopPainter(self._diagram, self.size(), ratio, self._theme.tokens)
            self._painter.take(self._view)
            for name, box in self._painter.boxes.items():
                self._spots[name].setGeometry(box.rect.toAlignedRect())
            self.update()
        return self._painter

    def _draw_anew(self) -> None:
        self._painter = None
        if self.isVisible():
            self._refresh()
            self.update()

    def _update(self, region: object) -> None:
        self.update(region)  # type: ignore[call-overload]

    def _take_diagram(self) -> None:
        """Show another diagram, at once: nothing may get new children while it is shown."""
        self._diagram = self._walk.diagram
        self._painter = None
        had_focus = any(spot.hasFocus() for spot in self._spots.values())
        for spot in self._spots.values():
            spot.hide()
            spot.deleteLater()
        self._spots = {box.name: BoxSpot(box.name, self._theme, self) for box in self._diagram.boxes}
        for box in self._diagram.boxes:
            spot = self._spots[box.name]
            spot.setAccessibleName(name_of(box))
            spot.setToolTip(sentence_about(box))
            spot.clicked.connect(self._on_clicked)
            spot.walked.connect(self._on_walked)
            spot.installEventFilter(self)
            spot.set_stop(not self._diagram.boxes.index(box))
            spot.show()
        self._chain_spots()
        if had_focus and self._spots:
            next(iter(self._spots.values())).setFocus()

    def _chain_spots(self) -> None:
        """Let Tab come to the boxes where it would come to the loop, not at the end."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # without one it has no place in the order
        before: QWidget = self
        for spot in self._spots.values():
            QWidget.setTabOrder(before, spot)
            before = spot
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _describe(self) -> None:
        """Tell a screen reader what stands in each box, at most so often."""
        if not self.isVisible():
            return
        for box in self._diagram.boxes:
            spot = self._spots[box.name]
            said = self._said_of(box)
            if said != spot.accessibleDescription():
                spot.setAccessibleDescription(said)
                self._rest.start()

    def _said_of(self, box: Box) -> str:
        view = self._view
        if view.is_replay and box.learns:
            return _("not learning here")
        parts = list(view.lines.get(box.name, ()))
        if box.look == "values" and view.shape is not None:
            parts += [f"{name} {value:.3g}" for name, value in zip(view.shape.names, view.values, strict=False)]
        if box.name in view.lit:
            parts.append(_("This is what happens at this stage."))
        return "\n".join([*parts, sentence_about(box)])

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        loop = self._fitting_painter()
        painter = QPainter(self)
        try:
            loop.paint(painter, event.region(), self._picture)
        finally:
            painter.end()  # also where a picture fails: Qt does not outlive a painter that is left open

    def _picture(self, size: QSize, ground: str) -> QImage | None:
        return self._scene.image(self._walk.snapshot, size, self.devicePixelRatioF(), ground)

    def showEvent(self, event: QShowEvent) -> None:
        self._walk.set_watched(self.objectName(), True)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._rest.stop()
        self._walk.set_watched(self.objectName(), False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._draw_anew()

    # Pointing and keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            arrow = self._fitting_painter().arrow_at(event.pos().toPointF())
            words = "" if arrow is None else f"{name_of(arrow)}\n{sentence_about(arrow)}"
            QToolTip.showText(event.globalPos(), words, self, QRect())
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw_anew()
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_on = self._fitting_painter().arrow_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_on else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        arrow = self._fitting_painter().arrow_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and arrow is not None:
            self._open(arrow.name)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Let Tab come back to the box where it left."""
        if event.type() == QEvent.Type.FocusIn:
            for spot in self._spots.values():
                spot.set_stop(spot is watched)
        return False

    def _on_clicked(self) -> None:
        spot = self.sender()
        if isinstance(spot, BoxSpot):
            self._open(spot.box_name)

    def _open(self, name: str) -> None:
        self._walk.open_stage_of(name)
        self.stage_wanted.emit(name)

    def _on_walked(self, boxes: int) -> None:
        names = list(self._spots)
        here = next((number for number, name in enumerate(names) if self._spots[name].hasFocus()), 0)
        self._spots[names[(here + boxes) % len(names)]].setFocus(Qt.FocusReason.TabFocusReason)
