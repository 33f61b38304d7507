"""Markdown of a lesson, of which HTML is text and pictures are its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from playground.errors import PlaygroundError
from playground.lessons.images import read_image

LINE_HEIGHT = 130.0  # percent
WIDEST = 900  # px of a picture
GLOSSARY, SHOW_ME = "glossary", "do"  # what links lead to
_DIALECT = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class MarkdownText(QTextBrowser):
    """Text as high as it is, read by mouse and keys."""

    link_chosen = Signal(str, str)  # GLOSSARY or SHOW_ME, and the name there

    def __init__(self, name: str, folder: Path | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self._folder = folder
        self._problems: dict[str, PlaygroundError] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "reading")
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._on_anchor)

    def show_text(self, text: str, allowed: frozenset[str] = frozenset()) -> None:
        """Show Markdown; of links of the kind "do", those to `allowed` names."""
        self.document().setMarkdown(text, _DIALECT)
        self._unlink(allowed)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        line = QTextBlockFormat()
        line.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(line)
        self.setAccessibleName(self.toPlainText())
        has_links = self._has_links()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.NoFocus)
        self._fit()

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Return a picture of the lesson's own folder; nothing else is read."""
        name = url.toString() if isinstance(url, QUrl) else url
        if self._folder is None:
            return QImage()
        try:
            data = read_image(self._folder, name)
        except PlaygroundError as error:
            return _words_as_image(str(error), self)
        width = min(max(self.viewport().width(), 200), WIDEST)
        image = _svg(data, width) if name.lower().endswith(".svg") else QImage.fromData(data)
        if image.width() > width:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 2)

    def _fragments(self) -> list[tuple[int, int, str]]:
        """Return where links are, and where they lead."""
        found = []
        block = self.document().begin()
        while block.isValid():
            at = block.begin()
            while not at.atEnd():
                fragment = at.fragment()
                if fragment.charFormat().isAnchor():
                    found.append((fragment.position(), fragment.length(), fragment.charFormat().anchorHref()))
                at += 1
            block = block.next()
        return found

    def _has_links(self) -> bool:
        return bool(self._fragments())

    def _unlink(self, allowed: frozenset[str]) -> None:
        """Let links that lead elsewhere be text."""
        plain = QTextCharFormat()
        plain.setAnchor(False)
        plain.setAnchorHref("")
        plain.setFontUnderline(False)
        plain.setForeground(self.palette().text())
        for position, length, target in self._fragments():
            kind, _colon, name = target.partition(":")
            if kind == GLOSSARY or (kind == SHOW_ME and name in allowed):
                continue
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(plain)

    def _on_anchor(self, url: QUrl) -> None:
        kind, _colon, name = url.toString().partition(":")
        self.link_chosen.emit(kind, name)


def _svg(data: bytes, width: int) -> QImage:
    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return QImage()
    size = size.scaled(QSize(min(size.width(), width), 4 * width), Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        renderer.render(painter)
    finally:
        painter.end()
    return image


def _words_as_image(words: str, widget: QTextBrowser) -> QImage:
    """Return words where a picture would be: why there is none."""
    metrics = widget.fontMetrics()
    width = min(max(widget.viewport().width(), 200), WIDEST)
    flags = int(Qt.TextFlag.TextWordWrap.value)
    rect = metrics.boundingRect(0, 0, width, 10_000, flags, words)
    image = QImage(width, rect.height() + 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        painter.setPen(widget.palette().text().color())
        painter.setFont(widget.font())
        painter.drawText(0, 0, width, image.height(), flags, words)
    finally:
        painter.end()
    return image
