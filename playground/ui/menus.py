"""The menus: everything the buttons do and what is not worth a button, with a list of the keys."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from playground import __version__
from playground.i18n import LANGUAGES, N_, _, spoken_language
from playground.ui.log_file import log_path
from playground.ui.theme import CHOICES, Theme

if TYPE_CHECKING:
    from playground.ui.main_window import MainWindow

THEME_WORDS = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}

KEYS_WIDTH = 480  # px of the list of keys

KEYS_OF_THE_VIEW = (
    (N_("Space"), N_("Run or pause, while the view has the focus")),
    (N_("Right"), N_("Step, or one frame forward in a replay, while the view or the run bar has the focus")),
    (N_("W"), N_("Show what the other action would have led to, while the view has the focus")),
    (N_("F"), N_("Begin a fork at the moment that is shown, while the view has the focus")),
    (N_("Left"), N_("One step back, or one frame in a replay, while the view or the timeline has the focus")),
    (N_("Shift+Left, Shift+Right"), N_("To the episode before or after, while the view or the timeline has the focus")),
    (N_("Home, End"), N_("To the first step of the run, and back to now, while the timeline has the focus")),
    (N_("Esc"), N_("Stop going to a step that is far away, while the view or the timeline has the focus")),
)


class Menus(QObject):
    """Fills the menu bar of a window."""

    def __init__(self, window: MainWindow, actions: dict[str, QAction], theme: Theme) -> None:
        super().__init__(window)
        self._window, self._actions, self._theme = window, actions, theme
        bar = window.menuBar()
        file = self._menu(bar.addMenu(_("&File")), "menu_file", "act_load")
        self._recent = file.addMenu(_("Open &recent"))
        self._recent.setObjectName("menu_recent")
        self._add(
            file, "act_save", "act_save_session", "", "act_save_recipe", "act_copy_recipe", "act_paste_recipe", ""
        )
        self._add(file, "act_add_environment", "", "act_quit")
        self._menu(
            bar.addMenu(_("&Run")), "menu_run", "act_run", "act_step", "act_step_episode", "", "act_step_back",
            "act_episode_back", "act_to_present", "", "act_reset", "",
            "act_evaluate", "act_replay", "act_what_if", "act_fork",
        )  # fmt: skip
        view = self._menu(bar.addMenu(_("&View")), "menu_view")
        for dock in window.docks:
            toggle = dock.toggleViewAction()
            toggle.setObjectName(f"act_{dock.objectName()}")
            view.addAction(toggle)
        self._add(view, "act_restore_layout", "")
        self._choices(
            view.addMenu(_("&Theme")), "theme", {name: _(THEME_WORDS[name]) for name in CHOICES}, theme.choice
        )
        self._choices(view.addMenu(_("&Language")), "language", LANGUAGES, spoken_language())
        self._menu(bar.addMenu(_("&Help")), "menu_help", "act_shortcuts", "act_log", "act_about")
        actions["act_shortcuts"].triggered.connect(self._on_shortcuts)
        actions["act_log"].triggered.connect(self._on_log)
        actions["act_about"].triggered.connect(self._on_about)
        window.recent.changed.connect(self._fill_recent)
        self._fill_recent()

    def _menu(self, menu: QMenu, name: str, *actions: str) -> QMenu:
        menu.setObjectName(name)
        self._add(menu, *actions)
        return menu

    def _add(self, menu: QMenu, *actions: str) -> None:
        for name in actions:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()

    def _choices(self, menu: QMenu, kind: str, words: dict[str, str], chosen: str) -> None:
        menu.setObjectName(f"menu_{kind}")
        group = QActionGroup(menu)
        for name, text in words.items():
            action = QAction(text, menu, checkable=True)
            action.setObjectName(f"act_{kind}_{name}")
            action.setData(name)
            action.setChecked(name == chosen)
            group.addAction(action)
            menu.addAction(action)
        group.triggered.connect(self._on_theme if kind == "theme" else self._on_language)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for name in self._window.recent.names():
            action = self._recent.addAction(name.replace("&", "&&"))
            action.setData(name)
            action.triggered.connect(self._on_recent)
        self._recent.setEnabled(not self._recent.isEmpty())

    def _on_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._window.files.open(action.data())

    def _on_theme(self, action: QAction) -> None:
        QSettings().setValue("theme", action.data())
        self._theme.set_choice(action.data())

    def _on_language(self, action: QAction) -> None:
        QSettings().setValue("language", action.data())
        self._window.notice.show_message(_("The language changes when you start the program again."))

    def _on_shortcuts(self) -> None:
        rows = [
            (action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action.toolTip().split(" (")[0])
            for action in self._actions.values()
            if not action.shortcut().isEmpty()
        ]
        rows += [(_(key), _(what)) for key, what in KEYS_OF_THE_VIEW]
        lines = "".join(f"<tr><td width='96'>{escape(key)}</td><td>{escape(what)}</td></tr>" for key, what in rows)
        table = f"<table cellspacing='4' width='{KEYS_WIDTH}'>{lines}</table>"
        self._tell("shortcuts_dialog", _("Keyboard shortcuts"), table, Qt.TextFormat.RichText)

    def _on_log(self) -> None:
        self._tell("log_dialog", _("Log file"), _("Details of problems are written to\n{path}").format(path=log_path()))

    def _on_about(self) -> None:
        text = _("RL playground {version}\n\nTrain, tune, stop, step through and replay reinforcement learning.")
        self._tell("about_dialog", _("About"), text.format(version=__version__))

    def _tell(self, name: str, title: str, text: str, form: Qt.TextFormat = Qt.TextFormat.PlainText) -> None:
        from PySide6.QtWidgets import QMessageBox  # not before the first paint

        box = QMessageBox(self._window)
        box.setObjectName(name)
        box.setWindowTitle(title)
        box.setTextFormat(form)
        box.setText(text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
