"""Opens the window and each dialog of its menus on a small screen, and says where they stand; a child process."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QApplication, QDialog

from tests.ui.driven_window import DrivenWindow

OPEN = ("save", "load", "save_session", "save_recipe", "add_environment", "training_film", "compare")
OPEN += ("shortcuts", "news", "check", "log", "licences", "about", "gallery")


def main() -> None:
    driven = DrivenWindow()
    window = driven.window
    room = window.screen().availableGeometry()
    places = {"window": window.geometry().getRect()}
    driven.trigger("act_step")  # there is no film of a run that has not begun
    driven.settle()
    for name in OPEN:
        driven.trigger(f"act_{name}")
        QApplication.processEvents()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                places[dialog.objectName()] = dialog.geometry().getRect()
                dialog.close()
        QApplication.processEvents()
    driven.close()
    print(json.dumps({"room": room.getRect(), "places": places}))  # noqa: T201 - read by the test


if __name__ == "__main__":
    main()
