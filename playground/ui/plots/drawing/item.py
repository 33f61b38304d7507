"""Base of what is painted on a plot, and points as Qt draws them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPolygonF


class ViewItem(pg.GraphicsObject):
    """An item that paints anywhere in view.

    pyqtgraph's own items ask Python for their bounds at every paint.
    """

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)

    def viewTransformChanged(self) -> None:
        """Cover the view where it is now."""
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        """Return all that is in view."""
        rect = self.viewRect()
        return QRectF() if rect is None else rect


def polygon(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> QPolygonF:
    """Return points as Qt draws them; their number may be 0."""
    points = create_qpolygonf(len(xs))
    if len(xs):
        memory = ndarray_from_qpolygonf(points)
        memory[:, 0], memory[:, 1] = xs, ys
    return points
