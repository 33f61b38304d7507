"""Menu bar: what the buttons do, and what is not worth a button."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu

from playground.i18n import LANGUAGES, N_, _, spoken_language
from playground.ui.files.open_file import FileOpener
from playground.ui.files.recent_files import RecentFiles
from playground.ui.theme.theme import CHOICES, Theme
from playground.ui.window.commands.actions import stay_in_menu

THEME_WORDS = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}

HANDS_ON = (
    "act_play",
    "act_gallery",
    "act_compare",
    "act_training_film",
    "",
    "act_push_left",
    "act_push_right",
    "act_place",
)


class Menus(QObject):
    """Menus of a window, filled with its actions."""

    language_chosen = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        actions: dict[str, QAction],
        docks: Iterable[QDockWidget],
        files: FileOpener,
        recent: RecentFiles,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._actions, self._files, self._recent, self._theme = actions, files, recent, theme
        bar = window.menuBar()
        file = self._menu(bar.addMenu(_("&File")), "menu_file", "act_load")
        self._recent_menu = file.addMenu(_("Open &recent"))
        self._recent_menu.setObjectName("menu_recent")
        stay_in_menu(self._recent_menu.menuAction())
        self._add(
            file, "act_save", "act_save_session", "", "act_save_recipe", "act_copy_recipe", "act_paste_recipe", ""
        )
        self._add(file, "act_save_video", "", "act_add_environment", "", "act_quit")
        run = self._menu(
            bar.addMenu(_("&Run")),
            "menu_run",
            "act_run",
            "act_step",
            "act_step_episode",
            "",
            "act_step_inside",
            "act_step_inside_back",
            "",
            "act_step_back",
            "act_episode_back",
            "act_to_present",
            "",
            "act_reset",
        )
        self.recent_runs = run.addMenu(_("Recent r&uns"))
        self.recent_runs.setObjectName("menu_recent_runs")
        stay_in_menu(self.recent_runs.menuAction())
        self._add(run, "", "act_evaluate", "act_replay", "act_what_if", "act_fork")
        hands = self._menu(bar.addMenu(_("H&ands on")), "menu_hands", *HANDS_ON)
        hands.setToolTipsVisible(True)  # why an entry is grey
        view = self._menu(bar.addMenu(_("&View")), "menu_view")
        workspaces = ("act_workspace_watch", "act_workspace_inside", "act_workspace_learn")
        self._menu(view.addMenu(_("&Workspace")), "menu_workspace", *workspaces)
        view.addSeparator()
        for dock in docks:
            toggle = dock.toggleViewAction()
            toggle.setObjectName(f"act_{dock.objectName()}")
            view.addAction(stay_in_menu(toggle))
        self._add(view, "act_restore_layout", "")
        self._choices(
            view.addMenu(_("&Theme")), "theme", {name: _(THEME_WORDS[name]) for name in CHOICES}, theme.choice
        )
        self._choices(view.addMenu(_("&Language")), "language", LANGUAGES, spoken_language())
        self._menu(
            bar.addMenu(_("&Help")),
            "menu_help",
            "act_shortcuts",
            "act_news",
            "",
            "act_check",
            "act_log",
            "",
            "act_licences",
            "act_about",
        )
        recent.changed.connect(self._fill_recent)
        self._fill_recent()

    def _menu(self, menu: QMenu, name: str, *actions: str) -> QMenu:
        menu.setObjectName(name)
        stay_in_menu(menu.menuAction())
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
        stay_in_menu(menu.menuAction())
        group = QActionGroup(menu)
        for name, text in words.items():
            action = QAction(text, menu, checkable=True)
            action.setObjectName(f"act_{kind}_{name}")
            action.setData(name)
            action.setChecked(name == chosen)
            group.addAction(action)
            menu.addAction(stay_in_menu(action))
        group.triggered.connect(self._on_theme if kind == "theme" else self._on_language)

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for name in self._recent.names():
            action = stay_in_menu(self._recent_menu.addAction(name.replace("&", "&&")))
            action.setData(name)
            action.triggered.connect(self._on_recent)
        self._recent_menu.setEnabled(not self._recent_menu.isEmpty())

    def _on_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._files.open(action.data())

    def _on_theme(self, action: QAction) -> None:
        QSettings().setValue("theme", action.data())
        self._theme.set_choice(action.data())

    def _on_language(self, action: QAction) -> None:
        QSettings().setValue("language", action.data())
        self.language_chosen.emit(action.data())
