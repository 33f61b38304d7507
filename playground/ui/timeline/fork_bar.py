"""Bar of a fork: how the two runs differ, and buttons to save, promote or close."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.plots.drawing.mark_text import forced_words, list_words, marks_of_both, short_words, words

if TYPE_CHECKING:
    from playground.engine.run import metrics
    from playground.engine.run.metrics import Mark
    from playground.ui.trainer.snapshot import ForkView
else:  # after the first paint
    metrics = lazy_import("playground.engine.run.metrics")

MOST_NAMED = 3  # changes; of those to come, all are in the tip
LINES = 2  # that the words have room for, or more where they are narrow
LONGEST = 1000  # px; of all the words in one line
LEAST_WORDS = 320  # px beside the buttons


class ForkBar(QFrame):
    """Words about two runs, and buttons that do nothing by themselves."""

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
        self._to_come = QLabel()
        self._to_come.setObjectName("fork_to_come")
        self._to_come.setAccessibleName(_("Changes to come in B"))
        self._to_come.setTextFormat(Qt.TextFormat.PlainText)
        self._to_come.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._to_come.hide()
        self.save_run = _button("fork_save_run", _("Save A…"), _("Save the run, as it is without the fork, to a file"))
        self.save = _button("fork_save", _("Save B…"), _("Save the fork to a file"))
        self.promote = _button("fork_promote", _("Promote B"), _("Let the fork become the run, in place of A"))
        self.close_fork = _button("fork_close", _("Close"), _("Let the fork go; the run is as it was"))
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.save_run, self.save, self.promote, self.close_fork):
            row.addWidget(button)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(8, 4, 8, 4)
        self._layout.setSpacing(8)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self._difference)
        told.addWidget(self._to_come)
        self._layout.addLayout(told, 1)
        self._layout.addWidget(self._buttons)
        self._arrange()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the buttons beside the words, or below where those would be narrow.

        The words have room for as many lines as they may need, so that nothing moves when they change.
        """
        beside = self.width() - self._buttons.sizeHint().width() >= LEAST_WORDS
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)
        room = self.width() - 24 - (self._buttons.sizeHint().width() if beside else 0)
        lines = max(LINES, math.ceil(LONGEST / max(room, 1)))
        self._difference.setFixedHeight(lines * self._difference.fontMetrics().lineSpacing())

    def show_fork(self, fork: ForkView, ours: Sequence[Mark], to_come: Sequence[Mark] = ()) -> None:
        """Show a fork beside a run in which `ours` was changed.

        What is `to_come` will happen to B by itself. Its line stays to the end of the fork, so that nothing moves when
        the last one has happened.
        """
        said, coming = difference_words(fork, ours), to_come_words(to_come)
        self._difference.setText(said)
        self._to_come.setText(coming)
        self._to_come.setToolTip(list_words(to_come, is_to_come=True) if to_come else "")
        self._to_come.setVisible(bool(to_come) or not self._to_come.isHidden())
        self.setAccessibleDescription(" ".join(filter(None, (said, coming))))
        self.show()

    def end(self) -> None:
        """Show no fork."""
        self._to_come.hide()
        self.hide()


def to_come_words(marks: Sequence[Mark]) -> str:
    """Return which of A's later changes will happen to B by themselves; empty if none."""
    if not marks:
        return ""
    told = [
        _("{change} at step {step}").format(change=short_words(mark), step=f"{mark.step:,}")
        for mark in marks[:MOST_NAMED]
    ]
    if len(marks) > MOST_NAMED:
        told.append(_("{n} more").format(n=f"{len(marks) - MOST_NAMED:,}"))
    return _("A was changed later, and the same happens to B by itself: {changes}.").format(changes=", ".join(told))


def difference_words(fork: ForkView, ours: Sequence[Mark]) -> str:
    """Return what was forced in B, and how the two runs first differ.

    Also when their actions first do; or that they do not differ, or only in what was changed by hand. `ours` are the
    changes of run A.
    """
    changed = [mark for mark in marks_of_both(ours, fork.metrics.marks) if mark.run == "B"]
    forced = [mark for mark in changed if mark.name == metrics.FORCED_ACTION]
    if fork.difference is None:
        said = _same_words([mark for mark in changed if mark not in forced], is_forced=bool(forced))
    else:
        said = fork.difference.sentence()
        if fork.difference.first.name != "action" and fork.other_action is not None:
            later = _("Their actions differ from step {step} on.").format(step=f"{fork.other_action:,}")
            said = _("{sentence} {next}").format(sentence=said, next=later)
    return _("{sentence} {next}").format(sentence=_forced_words(forced), next=said) if forced else said


def _same_words(changed: Sequence[Mark], *, is_forced: bool) -> str:
    """Return that both have done the same, in spite of what was changed in B."""
    if changed:
        said = _(
            "B is set differently ({changes}), but both have done the same so far. Go on: the first difference is told here."
        )
        return said.format(changes=", ".join(words(replace(mark, run="")) for mark in changed[-MOST_NAMED:]))
    if is_forced:
        return _("A and B have done the same so far. Go on: the first difference is told here.")
    return _(
        "A and B are the same so far. Change one thing on the left, which changes B, and go on: the first difference is told here."
    )


def _forced_words(forced: Sequence[Mark]) -> str:
    """Return which actions were forced in B, and at which steps."""
    first, *more = forced[-MOST_NAMED:]
    said = _("B: {action} was forced at step {step}").format(action=_action(first), step=f"{first.step:,}")
    then = [_("{action} at step {step}").format(action=_action(mark), step=f"{mark.step:,}") for mark in more]
    return _("{sentence}.").format(sentence=", ".join([said, *then]))


def _action(mark: Mark) -> str:
    action = forced_words(mark.after)
    return _("the action {numbers}").format(numbers=action) if isinstance(mark.after, tuple) else action


def _button(name: str, words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words.rstrip("…"))
    button.setToolTip(tip)
    return button
