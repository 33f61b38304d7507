"""Opening of a file of any kind, by the end of its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.i18n import _
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog

LESSON_SUFFIX = ".lesson.md"  # of a file; a lesson may be a folder too
_LESSON = "lesson.md"


class FileOpener(QObject):
    """Dialog for a file, and the choice of who opens it."""

    def __init__(
        self,
        opens: Mapping[str, Callable[[str], None]],
        opens_others: Callable[[str], None],
        recent: RecentFiles,
        window: QWidget,
    ) -> None:
        """`opens` has what opens the files of a suffix, such as ".rlr".

        Any other file goes to `opens_others`.
        """
        super().__init__(window)
        self._opens, self._opens_others, self._recent, self._window = opens, opens_others, recent, window

    def ask(self) -> None:
        """Ask for a file and open it."""
        endings = " ".join(f"*{suffix}" for suffix in (".rlp", *self._opens))
        kinds = _("Files of this program ({endings})").format(endings=endings)
        all_files = _("All files (*)")
        dialog = QFileDialog(self._window, _("Load"), str(self._recent.folder()), f"{kinds};;{all_files}")
        dialog.setObjectName("load_dialog")
        label_file_dialog(dialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def open_path(self, path: Path) -> None:
        """Open a file of any kind that was dropped."""
        self.open(str(path))

    def open(self, name: str) -> None:
        """Open a file of any kind.

        Desktops also name one by its address (file:///home/...).
        """
        if name.startswith("file:"):
            name = QUrl(name).toLocalFile()
        self._opens.get(_suffix_of(Path(name)), self._opens_others)(name)


def _suffix_of(path: Path) -> str:
    """Return the end of a file's name; for a lesson's folder, that of a lesson."""
    is_lesson = path.name == _LESSON or path.name.endswith(LESSON_SUFFIX) or os.path.isdir(path)
    return LESSON_SUFFIX if is_lesson else path.suffix.lower()
