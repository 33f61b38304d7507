"""Notice over the view: what happened, why, what next.

It blocks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from playground.i18n import _

SHOWN_MS = 8000  # how long a notice stays that needs no answer
MOST_ACTIONS = 3
MOST_LINES_BESIDE = 2  # of words, with the buttons beside them


@dataclass(frozen=True)
class _Message:
    text: str
    kind: str
    actions: tuple[tuple[str, str], ...] = ()  # name, label
    is_question: bool = False


class Notice(QFrame):
    """Newest message, as plain text, with buttons for what can be done about it.

    A question stays until it is answered: a message that is shown meanwhile covers it, and it comes back. So does an
    offer that a question covers.
    """

    action_chosen = Signal(str)  # the name that the message or question had it under
    dismissed = Signal(str)  # the name of what a message offered and nobody wanted

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
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        self._buttons = []
        for number in range(1, MOST_ACTIONS + 1):
            button = QPushButton()
            button.setObjectName("notice_action" if number == 1 else f"notice_action_{number}")
            button.setAccessibleName(_("Answer {number}").format(number=number))  # until it has words of its own
            button.clicked.connect(self._on_action)
            row.addWidget(button)
            self._buttons.append(button)
        self._close = QPushButton(_("Dismiss"))
        self._close.setObjectName("notice_close")
        self._close.setAccessibleName(_("Dismiss this message"))
        self._close.clicked.connect(self._on_close)
        row.addWidget(self._close)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(12, 6, 8, 6)
        self._layout.setSpacing(8)
        self._layout.setColumnStretch(1, 1)
        self._layout.addWidget(self._word, 0, 0)
        self._layout.addWidget(self._text, 0, 1)
        self._shown: _Message | None = None
        self._question: _Message | None = None
        self._offer: _Message | None = None  # below the question
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.withdraw)
        self.hide()

    def show_message(
        self,
        text: str,
        *,
        kind: str = "info",
        name: str = "",
        label: str = "",
        actions: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show `text`; `kind` is info, warning or error.

        With `name` a button `label` emits action_chosen(name); `actions` are up to three of them.
        """
        self._show(_Message(text, kind, ((name, label), *actions) if name else tuple(actions)))

    def offer(self, text: str, actions: Sequence[tuple[str, str]]) -> None:
        """Show a message with up to three `actions` (name, label), which can be dismissed."""
        self._show(_Message(text, "info", tuple(actions)))

    def ask(self, text: str, actions: Sequence[tuple[str, str]], *, kind: str = "info") -> None:
        """Show a question until one of up to three `actions` (name, label) is chosen.

        It takes the place of an earlier question.
        """
        if self.is_offering:
            self._offer = self._shown
        self._question = _Message(text, kind, tuple(actions), is_question=True)
        self._show(self._question)

    def withdraw(self) -> None:
        """End the message that is shown.

        What it covered comes back, and a question that is shown stays.
        """
        self._timer.stop()
        self._shown = None
        covered = self._question or self._offer
        if covered is not None:
            self._show(covered)
        else:
            self.hide()

    def withdraw_offer(self) -> None:
        """End a message that offers something to do; a question stays."""
        self._offer = None
        if self.is_offering:
            self.withdraw()

    def withdraw_message(self, text: str) -> None:
        """End a message that does not hold any more, if it is the one that is shown."""
        if self._shown is not None and self._shown.text == text and not self._shown.is_question:
            self.withdraw()

    def withdraw_question(self, text: str) -> None:
        """End a question that needs no answer any more, whether it is shown or covered."""
        if self._question is not None and self._question.text == text:
            is_shown, self._question = self._shown is self._question, None
            if is_shown:
                self.withdraw()

    @property
    def is_offering(self) -> bool:
        """Whether a message offers something to do, which another would take away."""
        return self._shown is not None and bool(self._shown.actions) and not self._shown.is_question

    @property
    def text(self) -> str:
        """The message that was shown last."""
        return self._text.text()

    def _show(self, message: _Message) -> None:
        self._shown = message
        if message.actions and not message.is_question:
            self._offer = None  # another one, or itself again
        words = {"info": _("Note"), "warning": _("Warning"), "error": _("Problem")}
        word = words[message.kind]
        self._word.setText(word)
        self._text.setText(message.text)
        self.setAccessibleName(_("{kind}: {message}").format(kind=word, message=message.text))
        for button, (_name, label) in zip(self._buttons, message.actions, strict=False):
            button.setText(label)
            button.setAccessibleName(label)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(message.actions))
        if message.is_question and self._close.hasFocus():
            self._buttons[0].setFocus()  # Qt would give it to what comes after the notice
        self._close.setVisible(not message.is_question)
        self._place_buttons()
        for widget in (self, self._word):
            widget.setProperty("kind", message.kind)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()
        if message.kind == "info" and not message.actions:
            self._timer.start(SHOWN_MS)
        else:
            self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Put the buttons beside the words, or below them.

        Below where they would press the words into a narrow column.
        """
        margins, spacing = self._layout.contentsMargins(), self._layout.spacing()
        taken = self._word.sizeHint().width() + self._row.sizeHint().width() + 2 * spacing
        room = QRect(0, 0, max(1, self.width() - margins.left() - margins.right() - taken), 0)
        metrics = self._text.fontMetrics()
        height = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._text.text()).height()
        if height > MOST_LINES_BESIDE * metrics.lineSpacing():
            self._layout.addWidget(self._row, 1, 0, 1, 3)
        else:
            self._layout.addWidget(self._row, 0, 2)

    def _on_close(self) -> None:
        shown = self._shown
        self.withdraw()
        if shown is not None and shown.actions:
            self.dismissed.emit(shown.actions[0][0])

    def _on_action(self) -> None:
        shown = self._shown
        button = self.sender()
        assert shown is not None and isinstance(button, QPushButton)
        name, _label = shown.actions[self._buttons.index(button)]
        if shown.is_question:
            self._question = None
        self.withdraw()
        self.action_chosen.emit(name)
