"""A plain sentence over the view: what happened, why, what next. It never blocks and waits to be dismissed."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from playground.i18n import _

SHOWN_MS = 8000  # how long a notice stays that needs no answer


class Notice(QFrame):
    """Shows the newest message, as plain text, with at most one thing to do about it."""

    action_chosen = Signal(str)  # the name that show_message() was given

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("role", "notice")
        self._word = QLabel()
        self._word.setObjectName("notice_kind")
        self._text = QLabel()
        self._text.setObjectName("notice_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setObjectName("notice_action")
        self._button.setAccessibleName(_("What can be done about it"))
        self._button.clicked.connect(self._on_action)
        self._close = QPushButton(_("Dismiss"))
        self._close.setObjectName("notice_close")
        self._close.setAccessibleName(_("Dismiss this message"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._word, 0)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button, 0)
        layout.addWidget(self._close, 0)
        self._action_name = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_message(self, text: str, *, kind: str = "info", name: str = "", label: str = "") -> None:
        """Show `text`; `kind` is info, warning or error. With `name` a button `label` emits action_chosen(name)."""
        words = {"info": _("Note"), "warning": _("Warning"), "error": _("Problem")}
        self._word.setText(words[kind])
        self._text.setText(text)
        self.setAccessibleName(_("{kind}: {message}").format(kind=words[kind], message=text))
        self._action_name = name
        self._button.setText(label)
        self._button.setAccessibleName(label or _("What can be done about it"))
        self._button.setVisible(bool(name))
        for widget in (self, self._word):
            widget.setProperty("kind", kind)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
        if kind == "info" and not name:
            self._timer.start(SHOWN_MS)
        else:
            self._timer.stop()

    def withdraw_offer(self) -> None:
        """Hide a message that offers something to do."""
        if self._action_name:
            self.hide()

    @property
    def text(self) -> str:
        """The message that is shown."""
        return self._text.text()

    def _on_action(self) -> None:
        self.hide()
        self.action_chosen.emit(self._action_name)
