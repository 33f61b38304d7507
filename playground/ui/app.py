"""Start of the window: language, theme, log, and the main window itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLocale, QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from playground import __version__
from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.errors import FileError
from playground.folders import APP, problem_beside
from playground.i18n import LANGUAGES, set_language, system_language
from playground.resources import resource_folder
from playground.store.user_environments import enter_added
from playground.ui.support.app_nap import stay_awake
from playground.ui.support.application import Application
from playground.ui.support.crash_report import CrashReport
from playground.ui.support.interrupts import Interrupts
from playground.ui.support.log_file import UnexpectedErrors, start_logging
from playground.ui.support.qsettings_location import place_settings
from playground.ui.support.qt_translations import translate_qt
from playground.ui.theme.fonts import provide_chinese
from playground.ui.theme.theme import CHOICES, Theme
from playground.ui.window.language_switch import LanguageSwitch
from playground.ui.window.main_window import MainWindow


def create(argv: list[str]) -> MainWindow:
    """Return the shown main window without entering the event loop."""
    app = QApplication.instance() or Application(argv)
    assert isinstance(app, QApplication)
    app.setApplicationName("playground")
    app.setOrganizationName("rl-playground")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP)  # by which a desktop knows whose window it is, and gives it that icon
    app.setWindowIcon(QIcon(str(resource_folder() / "icons" / "app.svg")))
    start_logging()
    place_settings()
    provide_chinese()
    settings = QSettings()
    language = str(settings.value("language", ""))
    if language not in LANGUAGES:
        language = system_language(QLocale.system().uiLanguages())
    set_language(language)
    translate_qt(app, language)
    choice = str(settings.value("theme", "system"))
    theme = Theme(choice if choice in CHOICES else "system")
    theme.apply(app)
    problems = [str(problem_beside() or ""), _enter_added()]
    window = MainWindow(PRESETS.get(DEFAULT_PRESET).settings(), theme)
    switch = LanguageSwitch(window, theme)
    window.show()
    app.commitDataRequest.connect(switch.keep_now)  # the computer's session may end
    if isinstance(app, Application):
        app.file_requested.connect(switch.open_file)
    if any(problems):
        window.notice.show_message("\n".join(filter(None, problems)), kind="error")
    return window


def _enter_added() -> str:
    """Register the environments added on this computer.

    Returns what is wrong with their list, or an empty text.
    """
    try:
        enter_added()
    except FileError as error:
        return str(error)
    return ""


def run(open_file: str | None = None, replay_seed: int | None = None) -> int:
    """Show the window until it is closed; return the exit code.

    `open_file` is opened in it, as a drop on the window would; `replay_seed` is where replays begin.
    """
    crash_report = CrashReport()
    stay_awake()
    window = create(sys.argv[:1])
    switch = window.findChild(LanguageSwitch)
    _errors = UnexpectedErrors(switch.show_problem)
    interrupts = Interrupts(window)
    switch.window_replaced.connect(interrupts.watch)
    if replay_seed is not None:
        window.replay_bar.set_seed(replay_seed)
    if open_file is not None:
        window.files.open(open_file)
    app = QApplication.instance()
    assert app is not None
    code = app.exec()
    crash_report.mark_end()
    return code
