"""Dialog for a text longer than a message: to read, to select, to copy whole."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from playground.i18n import _

SIZE = (760, 560)  # px; fits into the smallest window


class TextDialog(QDialog):
    """Dialog with one text.

    It follows no link and loads nothing: what it shows may come from a file.
    """

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.resize(*SIZE)
        self.text = _Page()
        self.text.setObjectName(f"{name}_text")
        self.text.setAccessibleName(title)
        self.text.document().setDocumentMargin(12)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName(f"{name}_close")
        close.setText(_("Close"))
        close.setAccessibleName(_("Close"))
        close.setDefault(True)
        close.setProperty("role", "primary")
        self._copy = self.add_button(f"{name}_copy", _("Copy"))
        self._copy.clicked.connect(self._on_copy)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.buttons)
        self.finished.connect(self.deleteLater)

    def add_button(self, name: str, text: str) -> QPushButton:
        """Put one more button beside the others and return it."""
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button

    def show_markdown(self, text: str) -> None:
        """Show text with headings and lists; HTML in it is shown as it stands."""
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
        self.text.document().setMarkdown(text, features)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)  # which it keeps visible

    def show_page(self, html: str, style: str) -> None:
        """Show a page by the part of CSS that Qt knows."""
        self.text.document().setDefaultStyleSheet(style)
        self.text.setHtml(html)

    def show_plain(self, text: str) -> None:
        """Show text as it stands."""
        self.text.setPlainText(text)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class _Page(QTextBrowser):
    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> None:
        """Load no picture, from wherever."""
