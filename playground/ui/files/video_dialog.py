"""Dialog that asks where to save a video, and as what kind of file."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from playground.ui.support.qt_translations import label_file_dialog


class VideoDialog(QFileDialog):
    """File dialog whose name ends as the kind of file that is chosen."""

    def __init__(self, title: str, name: Path, kinds: str, parent: QWidget) -> None:
        """`kinds` are as QFileDialog takes its filters; the first one is that of `name`."""
        super().__init__(parent, title, str(name), kinds)
        self.setObjectName("video_dialog")
        label_file_dialog(self)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.selectFile(str(name))
        self.setDefaultSuffix(name.suffix.removeprefix("."))
        self.filterSelected.connect(self._on_filter)
        self.finished.connect(self.deleteLater)

    def _on_filter(self, words: str) -> None:
        found = re.search(r"\*(\.\w+)", words)
        names = self.selectedFiles()
        if found is None:
            return
        self.setDefaultSuffix(found[1].removeprefix("."))
        if names:
            self.selectFile(str(Path(names[0]).with_suffix(found[1])))
