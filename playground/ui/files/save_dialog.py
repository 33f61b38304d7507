"""Dialog for saving a policy: which one, and where."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from playground.i18n import _
from playground.number_text import return_words
from playground.ui.files.file_name import file_name
from playground.ui.trainer.snapshot import Snapshot

SUFFIX = ".rlp"


class SaveDialog(QDialog):
    """Choice of the best policy, which is preset, or the current one."""

    def __init__(self, snapshot: Snapshot, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("save_dialog")
        self.setWindowTitle(_("Save policy"))
        self.setMinimumWidth(480)
        self._best = QRadioButton(_("The best so far"))
        self._best.setObjectName("save_best")
        self._best.setAccessibleName(_("Save the best policy so far"))
        self._current = QRadioButton(_("The current one, after {n} steps").format(n=f"{snapshot.n_steps:,}"))
        self._current.setObjectName("save_current")
        self._current.setAccessibleName(_("Save the current policy"))
        if snapshot.best is None:
            self._best.setText(_("The best so far: none was evaluated yet"))
            self._best.setEnabled(False)
            self._current.setChecked(True)
        else:
            mean, step = snapshot.best
            self._best.setText(
                _("The best so far: mean return {mean} at step {step}").format(
                    mean=return_words(mean), step=f"{step:,}"
                )
            )
            self._best.setChecked(True)
        name = file_name(snapshot.settings.environment) if snapshot.settings else "policy"
        self._path = QLineEdit(str(folder / f"{name}{SUFFIX}"))
        self._path.setObjectName("save_path")
        self._path.setAccessibleName(_("File to save to"))
        self._path.setMinimumWidth(320)
        browse = QPushButton(_("Browse…"))
        browse.setObjectName("save_browse")
        browse.setAccessibleName(_("Choose the file"))
        browse.clicked.connect(self._on_browse)
        label = QLabel(_("File"))
        label.setBuddy(self._path)
        self._exists = QLabel()
        self._exists.setObjectName("save_exists")
        self._exists.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self._save.setObjectName("save_ok")
        self._save.setProperty("role", "primary")
        self._save.setText(_("Save"))
        self._save.setAccessibleName(_("Save"))
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("save_cancel")
        cancel.setText(_("Cancel"))
        cancel.setAccessibleName(_("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        for widget in (self._best, self._current):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._exists)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self._path.textChanged.connect(self._on_path)
        self._on_path()

    @property
    def which(self) -> str:
        """Return "best" or "current"."""
        return "best" if self._best.isChecked() else "current"

    @property
    def path(self) -> Path:
        """Where to save, with the suffix added when it was left out."""
        path = Path(os.path.expanduser(self._path.text().strip()))  # leaves an unknown ~user as it is
        return path if path.suffix or not path.name else path.with_suffix(SUFFIX)

    def _on_path(self) -> None:
        given = bool(self._path.text().strip() and self.path.name)
        self._save.setEnabled(given)
        self._exists.setText(
            _("This file exists and will be replaced.") if given and os.path.exists(self.path) else " "
        )

    def _on_browse(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save policy"), self._path.text(), _("Policies (*.rlp)"), options=_no_overwrite_question()
        )
        if chosen:
            self._path.setText(chosen)


def _no_overwrite_question() -> QFileDialog.Option:
    return QFileDialog.Option.DontConfirmOverwrite  # this dialog says it in its own words
