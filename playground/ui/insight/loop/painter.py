"""Painter of a loop: what never changes as one picture, the rest box by box."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from playground.agents.loop import Arrow, Box, Diagram
from playground.ui.insight.loop.arrow_painter import ArrowPainter
from playground.ui.insight.loop.box_painter import BoxPainter, Content, Picture
from playground.ui.insight.loop.fit import fit
from playground.ui.insight.loop.pens import pens
from playground.ui.insight.loop.view import LoopView
from playground.ui.theme.palette import ThemeColours

AROUND = 3  # px that a lit line is wider than its box


class LoopPainter:
    """Painter of one diagram at one size."""

    def __init__(self, diagram: Diagram, size: QSize, ratio: float, colours: ThemeColours) -> None:
        self._size, self._ratio, self._colours = size, ratio, colours
        self._room = QRectF(0, 0, size.width(), size.height())
        self.fit = fit(diagram, size)
        targets = [arrow.path[-1] for arrow in diagram.arrows if arrow.is_dashed]
        self.boxes = {
            box.name: BoxPainter(box, self.fit, is_target=any(_is_on(box, end) for end in targets))
            for box in diagram.boxes
        }
        self.arrows = {arrow.name: ArrowPainter(arrow, self.fit) for arrow in diagram.arrows}
        self._view = LoopView({})
        self._contents: dict[str, Content] = {}
        self._still: QPixmap | None = None
        self._is_labelled = False

    # What changes

    def take(self, view: LoopView) -> QRegion:
        """Show another moment; return what has to be drawn anew."""
        before, self._view = self._view, view
        changed = QRegion()
        if view.is_replay != before.is_replay:
            self._still = None
            self._contents.clear()
            changed += self._room.toAlignedRect()
        for name, box in self.boxes.items():
            look = box.box.look
            if name not in self._contents or view.content_of(name, look) != before.content_of(name, look):
                self._contents[name] = box.laid_out(view, is_grey=self._is_grey(box.box))
                changed += box.rect.toAlignedRect()
        for name in set(view.lit) ^ set(before.lit) | self._acts(view) ^ self._acts(before):
            changed += self._rect_of(name)
        if view.lines != before.lines or not self._is_labelled:
            changed += self._place_words()
        return changed

    def _place_words(self) -> QRegion:
        """Place the words of all arrows, in their order; return what has to be drawn anew."""
        self._is_labelled = True
        changed = QRegion()
        boxes = [box.rect for box in self.boxes.values()]
        placed: list[QRectF] = []
        for name, arrow in self.arrows.items():
            lines = [line for other in self.arrows.values() if other is not arrow for line in other.lines]
            was = arrow.label_rect
            if arrow.place_words(" ".join(self._view.lines.get(name, ())), [*boxes, *placed], lines, self._room):
                changed += was.united(arrow.label_rect).adjusted(-3, 0, 3, 0).toAlignedRect()
            placed.append(arrow.label_rect)
        return changed

    def picture_rect(self) -> QRegion:
        """Return where the environment is drawn."""
        found = QRegion()
        for name, box in self.boxes.items():
            content = self._contents.get(name)
            if box.box.look == "picture" and content is not None and content.drawn is not None:
                found += content.drawn.toAlignedRect()
        return found

    def arrow_at(self, place: QPointF) -> Arrow | None:
        """Return the arrow at a place."""
        return next((each.arrow for each in reversed(self.arrows.values()) if each.is_at(place)), None)

    def _acts(self, view: LoopView) -> set[str]:
        """Return the box that acts: the last one that is lit."""
        return {name for name in view.lit if name in self.boxes and name == self._last_box(view)}

    def _last_box(self, view: LoopView) -> str:
        return next((name for name in reversed(view.lit) if name in self.boxes), "")

    def _rect_of(self, name: str) -> QRegion:
        if name in self.boxes:
            return QRegion(self.boxes[name].rect.adjusted(-AROUND, -AROUND, AROUND, AROUND).toAlignedRect())
        found = QRegion()
        for rect in self.arrows[name].covered if name in self.arrows else ():
            found += rect.toAlignedRect()
        return found

    def _is_grey(self, thing: Box | Arrow) -> bool:
        return self._view.is_replay and thing.learns

    # Painting

    def paint(self, painter: QPainter, region: QRegion, picture: Picture) -> None:
        """Draw what lies in `region`."""
        if self._still is None:
            self._still = self._draw_still()
        painter.drawPixmap(0, 0, self._still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours, lit, last = self._colours, self._view.lit, self._last_box(self._view)
        for name, arrow in self.arrows.items():
            if name in lit and region.intersects(self._rect_of(name)):
                arrow.paint(painter, pens(colours, is_lit=True), colours)
        for name, box in self.boxes.items():
            if not region.intersects(box.rect.adjusted(-AROUND, -AROUND, AROUND, AROUND).toAlignedRect()):
                continue
            inks = pens(colours, is_lit=name in lit, acts=name == last, is_grey=self._is_grey(box.box))
            if name in lit:
                box.paint_frame(painter, inks, colours)
            box.paint_content(painter, self._contents[name], self._view, inks, colours, picture)
        for name, arrow in self.arrows.items():
            if region.intersects(arrow.label_rect.adjusted(-3, 0, 3, 0).toAlignedRect()):
                inks = pens(colours, is_lit=name in lit, is_grey=self._is_grey(arrow.arrow))
                arrow.paint_words(painter, inks, colours)

    def _draw_still(self) -> QPixmap:
        """Draw ground, frames, names and lines that are not lit."""
        still = QPixmap(self._size * self._ratio)
        still.setDevicePixelRatio(self._ratio)
        still.fill(QColor(self._colours.ground))
        painter = QPainter(still)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for arrow in self.arrows.values():
                inks = pens(self._colours, is_grey=self._is_grey(arrow.arrow))
                arrow.paint(painter, inks, self._colours)
            for box in self.boxes.values():
                box.paint_frame(painter, pens(self._colours, is_grey=self._is_grey(box.box)), self._colours)
        finally:
            painter.end()
        return still


def _is_on(box: Box, corner: tuple[int, int]) -> bool:
    left, top, width, height = box.place
    return left <= corner[0] <= left + width and top <= corner[1] <= top + height
