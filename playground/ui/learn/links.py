"""Links of lessons: to words of the glossary, and to harmless actions."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from playground.glossary import term
from playground.i18n import _
from playground.ui.learn.markdown_text import GLOSSARY
from playground.ui.support.notice import Notice

SHOW_ME = (
    *("act_run", "act_step", "act_step_inside", "act_fork", "act_what_if", "act_evaluate", "act_replay"),
    *("act_play", "act_gallery", "act_compare", "act_training_film", "act_add_environment", "act_save"),
    *("act_save_video", "act_workspace_watch", "act_workspace_inside"),
)


def allowed(actions: Iterable[str]) -> frozenset[str]:
    """Return the names of those actions that lessons may trigger."""
    return frozenset(SHOW_ME).intersection(actions)


class LessonLinks(QObject):
    """What happens when somebody follows a link of a lesson."""

    def __init__(self, actions: dict[str, QAction], notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._notice = actions, notice

    def follow(self, kind: str, name: str) -> None:
        """Show what the glossary says of a word, or trigger an action that lessons may."""
        if kind == GLOSSARY:
            try:
                entry = term(name)
            except KeyError:
                return
            self._notice.show_message(_("{word}: {sentence}").format(word=entry.word, sentence=entry.sentence))
        elif name in allowed(self._actions):
            if self._actions[name].isEnabled():
                self._actions[name].trigger()
            else:
                said = _("“{action}” cannot be done now. Where a question is open, answer it first.")
                self._notice.show_message(said.format(action=self._actions[name].text().rstrip("…")))
