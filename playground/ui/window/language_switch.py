"""Switch of the language: the window is made anew around the run, which goes on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from playground.i18n import LANGUAGES, N_, _, set_language, spoken_language, translated
from playground.ui.support.qt_translations import translate_qt
from playground.ui.theme.theme import Theme
from playground.ui.window.main_window import MainWindow

WAITS = N_("The language changes to {language} as soon as what is under way is done.")


class LanguageSwitch(QObject):
    """The program's window, whichever it is: another language has another one.

    Texts are translated where they are made, so a language needs new widgets. The trainer and its run, what was loaded
    and what was chosen pass from the old window to the new one, which stands in its place.
    """

    window_replaced = Signal(QWidget)

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        super().__init__(window)
        self.window, self._theme = window, theme
        self._wanted = ""
        self._waited = False
        self._follow(window)

    def open_file(self, name: str) -> None:
        """Open a file in the window of this moment."""
        self.window.files.open(name)

    def keep_now(self) -> None:
        """Keep the run of the window of this moment, for the computer may end."""
        self.window.autosave.keep_now()

    def show_problem(self, message: str) -> None:
        """Show in the window of this moment that something went wrong."""
        self.window.notice.show_message(message, kind="error")

    def _follow(self, window: MainWindow) -> None:
        self.window = window
        for part in (self, self._theme):
            part.setParent(window)
        queued = Qt.ConnectionType.QueuedConnection  # the menu that was chosen from goes with its window
        window.menus.language_chosen.connect(self._on_chosen, queued)
        window.policies.tasks.all_ended.connect(self._switch_if_possible, queued)

    def _on_chosen(self, language: str) -> None:
        self._wanted = "" if language == spoken_language() else language
        self._waited = False
        self._switch_if_possible()
        if self._wanted:
            self._waited = True
            said = translated(WAITS, language).format(language=LANGUAGES[language])
            self.window.notice.show_message(said)

    def _switch_if_possible(self) -> None:
        """Switch, unless something is under way, of which this window is to tell."""
        if not self._wanted or self.window.policies.tasks.is_busy:
            return
        language, self._wanted = self._wanted, ""
        application = QCoreApplication.instance()
        assert application is not None
        set_language(language)
        translate_qt(application, language)
        old = self.window
        new = _successor(old, self._theme)
        self._follow(new)
        _place_as(old, new)
        new.show()
        _focus_as_in(old, new)
        old.hide()
        old.deleteLater()
        said = _("This window speaks {language} from now on. The run goes on as it was.").format(
            language=LANGUAGES[language]
        )
        if self._waited:  # for something of which the old window has just told
            said = _("{sentence} {next}").format(sentence=said, next=old.notice.text)
        if self._waited or not new.notice.is_offering:  # what was chosen for the next run is still to be decided
            new.notice.show_message(said)
        self.window_replaced.emit(new)


def _successor(old: MainWindow, theme: Theme) -> MainWindow:
    """Return a window, not shown yet, in which all of `old` goes on."""
    old.start_up.end()
    old.learn.put_aside()
    old.state.save()
    old.what_if.leave()
    old.play.stop()
    settings = old.controller.latest.settings
    assert settings is not None
    new = MainWindow(settings, theme)
    new.controller.take_over(old.controller)
    old.policies.tasks.close()
    new.autosave.take_over(old.autosave)
    new.recent_runs.take_over(old.recent_runs)
    is_asking = old.recovery.is_asking
    old.recovery.close()
    new.start_up.finish(without=[new.lessons.resume] if is_asking else [new.recovery.begin, new.lessons.resume])
    new.hyper_panel.take_over(old.hyper_panel)
    new.learn.take_over(old.learn)
    new.controller.start()  # shows once more what there is, now to rows that know what waits
    new.training.take_over(old.training)
    new.sessions.take_over(old.sessions)
    new.recipes.take_over(old.recipes)
    new.policies.take_over(old.policies)
    new.compare.take_over(old.compare)
    new.replay_bar.take_over(old.replay_bar)
    if old.replaying:
        new.view_presenter.enter_replay()
        new.player.take_over(old.player)
    if new.plots is not None and old.plots is not None:
        new.plots.take_over(old.plots)
    new.details.setCurrentIndex(old.details.currentIndex())
    return new


def _place_as(old: MainWindow, new: MainWindow) -> None:
    """Put the new window where the old one stands, to the pixel."""
    if old.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        new.setWindowState(old.windowState())
    else:
        new.setGeometry(old.geometry())


def _focus_as_in(old: MainWindow, new: MainWindow) -> None:
    """Give the keyboard focus to what had it."""
    had_it = old.focusWidget()
    widget = None if had_it is None or not had_it.objectName() else new.findChild(QWidget, had_it.objectName())
    if widget is not None:
        widget.setFocus()
