"""Badge over the view while it shows the past: which step, and what happens next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.i18n import _
from playground.ui.trainer.snapshot import Snapshot

EDGE = 8  # px to the edge of the view
WIDE = 560  # px, in which there is room between the numbers and the action at the bottom of a picture


class PastBadge(QLabel):
    """Label over a view, which moves nothing when it comes and goes.

    It stands at the bottom, between the picture's numbers and its action: at the top, a picture says how an episode ended.
    """

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("past_badge")
        self.setProperty("role", "badge")
        self.setProperty("kind", "pending")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._view = view
        view.installEventFilter(self)
        self.hide()

    def show_snapshot(self, snapshot: Snapshot, *, is_watched: bool) -> None:
        """Show which moment of the past the view shows, if it does.

        `is_watched` is whether the view shows the run, not a replay or a game.
        """
        self.setVisible(snapshot.is_past and is_watched)
        if self.isHidden():
            return
        step, present = f"{snapshot.n_steps:,}", f"{snapshot.present_steps:,}"
        words = _("Step {step} of {present}: the past").format(step=step, present=present)
        what_next = _("Run walks on from here; a change makes a fork")
        if snapshot.n_steps < snapshot.exact_from:
            said = _("Up to step {n} only kept moments can be shown")
            what_next = said.format(n=f"{snapshot.exact_from:,}")
        self.setText("\n".join((words, what_next)))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the view."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        room = self._view.size()
        y = room.height() - self.height() - EDGE if room.width() >= WIDE else EDGE
        self.move((room.width() - self.width()) // 2, y)
