"""Presenter for help: keys, news, check of the computer, log, licences, about."""

from __future__ import annotations

import platform
from html import escape

from PySide6.QtCore import QObject, QSettings, Qt, qVersion
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground import __version__
from playground.folders import data_beside
from playground.i18n import N_, _
from playground.resources import kind_of_build
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.log_file import log_path
from playground.ui.support.notice import Notice
from playground.ui.support.screen_room import open_dialog
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller
from playground.ui.window.commands.actions import key_words

KEYS_WIDTH = 480  # px of the list of keys
KEY_ROOM = 8  # px beside the longest key
KEYS_OF_THE_VIEW = (
    (N_("Space"), N_("Run or pause, while the view has the focus")),
    (N_("Right"), N_("Step, or one frame forward in a replay, while the view or the run bar has the focus")),
    (N_("W"), N_("Show what the other action would have led to, wherever nobody types")),
    (N_("F"), N_("Begin a fork at the moment that is shown, wherever nobody types")),
    (N_("Left"), N_("One step back, or one frame in a replay, while the view or the timeline has the focus")),
    (N_("Shift+Left, Shift+Right"), N_("To the episode before or after, while the view or the timeline has the focus")),
    (N_("Home, End"), N_("To the first step of the run, and back to now, while the timeline has the focus")),
    (N_("Esc"), N_("Stop going to a step that is far away, while the view or the timeline has the focus")),
)

_VERSION = "version"  # in the settings: of the program that was started last
_NEWS = "whats_new"


class HelpPresenter(QObject):
    """Answers in dialogs, which hold nothing up.

    What they need is imported when they are asked for.
    """

    def __init__(
        self,
        controller: Controller,
        actions: dict[str, QAction],
        notice: Notice,
        recent: RecentFiles,
        theme: Theme,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._recent, self._theme = recent, theme
        self._controller, self._actions, self._notice, self._window = controller, actions, notice, window
        self._news = ""
        slots = {
            "act_shortcuts": self.show_keys,
            "act_news": self.show_all_news,
            "act_check": self.check_computer,
            "act_log": self.show_log_path,
            "act_licences": self.show_licences,
            "act_about": self.show_about,
        }
        for name, slot in slots.items():
            actions[name].triggered.connect(slot)
        notice.action_chosen.connect(self._on_notice)
        controller.run_replaced.connect(self._on_first_run)

    def offer_news(self) -> None:
        """Offer what is new at the first start of a newer version.

        While a message is shown, it is offered at the next start.
        """
        settings = QSettings()
        before = str(settings.value(_VERSION, ""))
        if before == __version__:
            return
        from playground.ui.help.changelog import news

        self._news = news(before)
        if self._news and not self._notice.isHidden():
            return
        settings.setValue(_VERSION, __version__)
        if self._news:
            said = _("This is version {new}; the last one you started was {old}.")
            self._notice.show_message(said.format(new=__version__, old=before), name=_NEWS, label=_("What's new"))

    def show_keys(self) -> None:
        rows = [
            (key_words(action), action.toolTip().split(" (")[0])
            for action in self._actions.values()
            if not action.shortcut().isEmpty()
        ]
        rows += [(_(key), _(what)) for key, what in KEYS_OF_THE_VIEW]
        from playground.ui.help.text_dialog import TextDialog

        dialog = TextDialog("shortcuts_dialog", _("Keyboard shortcuts"), self._window)  # it scrolls where it must
        measure = dialog.text.fontMetrics().horizontalAdvance
        widest = max(measure(key) for key, what in rows) + KEY_ROOM
        cells = (f"<td width='{widest}'>{escape(key)}</td><td>{escape(what)}</td>" for key, what in rows)
        lines = "".join(f"<tr>{each}</tr>" for each in cells)
        dialog.show_page(f"<table cellspacing='4' width='{KEYS_WIDTH}'>{lines}</table>", "")
        open_dialog(dialog)

    def show_all_news(self) -> None:
        from playground.ui.help.changelog import all_news

        self._show_news(all_news())

    def check_computer(self) -> None:
        from playground.ui.help.check_dialog import CheckDialog

        open_dialog(CheckDialog(self._recent, self._theme.tokens, self._window))

    def show_log_path(self) -> None:
        self._show_text(
            "log_dialog", _("Log file"), _("Details of problems are written to\n{path}").format(path=log_path())
        )

    def show_licences(self) -> None:
        from playground.ui.help.licences import licences
        from playground.ui.help.text_dialog import TextDialog

        dialog = TextDialog("licences_dialog", _("Licences of others"), self._window)
        dialog.show_plain(licences())
        open_dialog(dialog)

    def show_about(self) -> None:
        text = _("RL Playground {version}\n\nTrain, tune, stop, step through and replay reinforcement learning.")
        parts = [text.format(version=__version__), _build_text()]
        if (folder := data_beside()) is not None:
            parts.append(_("Everything is kept beside the program, in {folder}").format(folder=folder))
        self._show_text("about_dialog", _("About"), "\n\n".join(parts))

    def _on_first_run(self) -> None:
        self._controller.run_replaced.disconnect(self._on_first_run)
        self.offer_news()

    def _on_notice(self, name: str) -> None:
        if name == _NEWS:
            self._show_news(self._news)

    def _show_news(self, text: str) -> None:
        from playground.ui.help.text_dialog import TextDialog

        dialog = TextDialog("news_dialog", _("What's new"), self._window)
        dialog.show_markdown(text)
        open_dialog(dialog)

    def _show_text(self, name: str, title: str, text: str) -> None:
        from PySide6.QtWidgets import QMessageBox  # not before the first paint

        box = QMessageBox(self._window)
        box.setObjectName(name)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        ok = box.addButton(QMessageBox.StandardButton.Ok)
        ok.setObjectName(f"{name}_ok")
        ok.setAccessibleName(ok.text())
        ok.setProperty("role", "primary")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_dialog(box)


def _build_text() -> str:
    kinds = {
        "frozen": _("From an installer, with Python {python} and Qt {qt}."),
        "package": _("Installed as a Python package, with Python {python} and Qt {qt}."),
        "checkout": _("From a checkout of its sources, with Python {python} and Qt {qt}."),
    }
    return kinds[kind_of_build()].format(python=platform.python_version(), qt=qVersion())
