"""Dialog that checks this computer and shows the report, to copy or to save."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from html import escape
from pathlib import Path

from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.errors import PlaygroundError
from playground.i18n import _, spoken_language
from playground.store.safe.atomic import write_file
from playground.ui.files.recent_files import RecentFiles
from playground.ui.help.text_dialog import TextDialog
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog
from playground.ui.theme.palette import ThemeColours

SIZE = (880, 640)  # px; fits into the smallest window
WAIT_MS = 2000  # for a check that is to end at once
_STYLE_OF_BROWSERS = re.compile(
    r"<title>.*?</title>|<style>.*?</style>", re.DOTALL
)  # Qt knows too little of CSS for it


class CheckDialog(TextDialog):
    """Report of `playground doctor`, which runs as a program of its own.

    So a check that cannot open a window, say, does not end this program.
    """

    def __init__(self, recent: RecentFiles, tokens: ThemeColours, parent: QWidget) -> None:
        super().__init__("check_dialog", _("Check this computer"), parent)
        self.resize(*SIZE)
        self._recent, self._style = recent, _style(tokens)
        self._report = ""
        self._place = tempfile.TemporaryDirectory(prefix="playground-", ignore_cleanup_errors=True)
        self._file = Path(self._place.name, "report.html")
        self._save = self.add_button("check_save", _("Save…"))
        self._save.clicked.connect(self._on_save)
        self._save.setEnabled(False)
        self.show_plain(_("Looking at this computer. That takes some seconds."))
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_surroundings())
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self.finished.connect(self._on_closed)
        program, *words = _doctor()
        self._process.start(program, [*words, "--report", str(self._file)])

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # after any other it finishes too
            self._on_finished()

    def _on_finished(self) -> None:
        try:
            self._report = self._file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
            text = _("The check ended without a report. Nothing was changed. What it said: {said}")
            self.show_plain(text.format(said=said or self._process.errorString()))
            return
        self._show()
        self._save.setEnabled(True)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the report"), str(self._recent.folder()), _("Web page (*.html)"))
        dialog.setObjectName("check_save_dialog")
        label_file_dialog(dialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile("rl-playground-check.html")
        dialog.setDefaultSuffix("html")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def save(self, name: str) -> None:
        """Write the report to a file, and say so above it."""
        try:
            write_file(Path(name), self._report.encode(), _readable)
        except PlaygroundError as error:
            said = str(error)
        else:
            said = _("Saved to {path}.").format(path=name)
        self._show(said)

    def _show(self, said: str = "") -> None:
        body = _STYLE_OF_BROWSERS.sub("", self._report)
        self.show_page(f"<p>{escape(said)}</p>{body}" if said else body, self._style)

    def _on_closed(self) -> None:
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.blockSignals(True)
            self._process.kill()
            self._process.waitForFinished(WAIT_MS)
        self._place.cleanup()


def _style(tokens: ThemeColours) -> str:
    """Return the style of a report in the window.

    It is to look as readiness/report.py has it look in a browser.
    """
    return f"""
        h1 {{ font-size: 16px; font-weight: 600; }} h2 {{ font-size: 14px; font-weight: 600; }}
        p {{ color: {tokens.muted}; margin: 2px 0; }}
        th {{ text-align: left; }} th, td {{ padding: 4px 12px 4px 0; }} td.verdict {{ white-space: nowrap; }}
        .ready {{ color: {tokens.good_text}; }} .limit {{ color: {tokens.warning_text}; }}
        .fails {{ color: {tokens.error_text}; }}
    """


def _doctor() -> list[str]:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "playground"]
    return [*program, "doctor"]


def _surroundings() -> QProcessEnvironment:
    """Return the environment variables of the check: those of this window's language."""
    result = QProcessEnvironment.systemEnvironment()
    result.insert("LANGUAGE", spoken_language())
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name) in ("C", "POSIX"):  # would overrule it: playground/i18n.py
            result.insert(name, "C.UTF-8")
    return result


def _readable(path: Path) -> None:
    path.read_text("utf-8")
