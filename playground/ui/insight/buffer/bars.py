"""Bars without words: a share, and how many of each length."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.theme.theme import Theme

BAR, HIGH, MOST_BINS = 6, 32, 24  # px, px, bars
LONGEST, WIDEST = 320, 16  # px of a share, of one of the bars of a histogram


class ShareBar(QWidget):
    """Bar of a share, from 0 to 1, in the colour of one of the theme's tokens."""

    def __init__(self, theme: Theme, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(BAR)
        self.setMaximumWidth(LONGEST)
        self._theme, self._colour, self._share = theme, colour, 0.0
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Draw another share, if it is another one."""
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.fillRect(self.rect(), QColor(self._theme.tokens.line))
            wide = self._share * self.width()
            painter.fillRect(QRectF(0, 0, wide, self.height()), QColor(getattr(self._theme.tokens, self._colour)))
        finally:
            painter.end()


class LengthBars(QWidget):
    """Histogram of the lengths of episodes, from the shortest to the longest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("buffer_lengths")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HIGH)
        self.setMaximumWidth(MOST_BINS * WIDEST)
        self._theme = theme
        self._counts: NDArray[np.int64] = np.empty(0, np.int64)
        theme.changed.connect(self.update)

    def show_lengths(self, lengths: NDArray[np.int64]) -> None:
        """Draw these, shape (episodes,)."""
        counts = np.empty(0, np.int64)
        if len(lengths):
            low, high = int(lengths.min()), int(lengths.max())
            n_bins = min(MOST_BINS, high - low + 1)
            counts = np.bincount((lengths - low) * n_bins // (high - low + 1), minlength=n_bins)
        if not np.array_equal(counts, self._counts):
            self._counts = counts
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        counts, colours = self._counts, self._theme.tokens
        painter = QPainter(self)
        try:
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(colours.guide))
            if not len(counts):
                return
            wide, room, bar = min(self.width() / len(counts), WIDEST), self.height() - 2, QColor(colours.guide)
            for number, count in enumerate(counts / counts.max()):
                if count:
                    high = max(2.0, count * room)
                    painter.fillRect(QRectF(number * wide, 1 + room - high, wide - 1, high), bar)
        finally:
            painter.end()
