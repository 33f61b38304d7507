"""Small label on a row: when a change of its value counts."""

from __future__ import annotations

from PySide6.QtCore import Qt

from playground.ui.hyper.elided import ElidedLabel

LEAST_WIDTH = 64
ROOM = 16  # for the padding of the style sheet and two pixels to spare on each side


class Badge(ElidedLabel):
    """Label whose words are in the tooltip of the row where they are cut short."""

    def __init__(self) -> None:
        super().__init__(room=ROOM, least_width=LEAST_WIDTH)
        self.setProperty("role", "badge")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._kind = ""

    def show_words(self, words: str, *, pending: bool) -> None:
        """Show `words`; `pending` makes them stand out."""
        self.setAccessibleName(words)
        kind = "pending" if pending else ""
        if kind != self._kind:
            self._kind = kind
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self.set_words(words)
