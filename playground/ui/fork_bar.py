"""The card that is shown while a fork goes on beside the run: where they parted, how they differ, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from playground.i18n import _

if TYPE_CHECKING:
    from playground.ui.requests import ForkView


class ForkBar(QFrame):
    """Says what there is to know of two runs in words; its buttons do nothing by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fork_bar")
        self.setAccessibleName(_("Fork"))
        self.setProperty("role", "card")
        self._difference = QLabel()
        self._difference.setObjectName("fork_difference")
        self._difference.setTextFormat(Qt.TextFormat.PlainText)
        self._difference.setWordWrap(True)
        self._difference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._origin = QLabel()
        self._origin.setObjectName("fork_origin")
        self._origin.setProperty("role", "muted")
        self._origin.setTextFormat(Qt.TextFormat.PlainText)
        self._origin.setWordWrap(True)
        self.save = _button("fork_save", _("Save B…"), _("Save the fork to a file"))
        self.promote = _button("fork_promote", _("Promote B"), _("Let the fork become the run, in place of A"))
        self.close_fork = _button("fork_close", _("Close"), _("Let the fork go; the run is as it was"))
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._origin, 1)
        for button in (self.save, self.promote, self.close_fork):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self._difference)
        layout.addLayout(below)
        self.hide()

    def show_fork(self, fork: ForkView) -> None:
        """Show a fork."""
        self._origin.setText(
            _("Fork from step {step}. What you change is changed in B.").format(step=f"{fork.from_step:,}")
        )
        words = difference_words(fork)
        self._difference.setText(words)
        self.setAccessibleDescription(words)
        self.show()


def difference_words(fork: ForkView) -> str:
    """Say how the two runs first differ, and when they first take other actions; or that they do not."""
    if fork.difference is None:
        return _("A and B are the same so far. Change one thing and go on: the first difference is told here.")
    sentence = fork.difference.sentence()
    if fork.difference.first.name == "action" or fork.other_action is None:
        return sentence
    later = _("Their actions differ from step {step} on.").format(step=f"{fork.other_action:,}")
    return _("{sentence} {next}").format(sentence=sentence, next=later)


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words.rstrip("…"))
    button.setToolTip(tip)
    return button
