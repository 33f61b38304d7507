"""A whole window, as the program makes it."""

from __future__ import annotations

import os
import tempfile

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from playground.arithmetic.prepare import prepare
from playground.ui import app
from playground.ui.files import autosave
from playground.ui.support.qt_translations import translate_qt
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.kept_settings import kept_settings
from tests.ui.state_machine.state import OF_MACHINES


@pytest.fixture(autouse=True, scope="session")
def kernels():
    """Compile what was not compiled since the sources changed: no test of the window waits so long for its trainer."""
    prepare()


@pytest.fixture(autouse=True)
def patient_end(monkeypatch):
    """Give the end of a window time on a machine that is busy: else it leaves at once, and pytest with it."""
    monkeypatch.setattr(autosave, "END_WITHIN_S", 20.0)


@pytest.fixture(autouse=True)
def settings_of_nobody(own_folders):
    """Fail a test whose settings are not in its own home, whatever the system and whoever asks for them."""
    yield
    for settings in (QSettings(), kept_settings()):
        homes = own_folders.as_posix(), os.path.join(tempfile.gettempdir(), OF_MACHINES)
        assert settings.fileName().startswith(homes)


@pytest.fixture
def chosen(own_folders):
    """Return a function that chooses settings, such as a theme or a language, for windows yet to be made."""

    def choose(**settings):
        for name, value in settings.items():
            kept_settings().setValue(name, value)

    yield choose
    app.set_language("en")
    translate_qt(QApplication.instance(), "en")


@pytest.fixture
def window(qtbot, own_folders):
    """The window, painted, with its plots and its trainer ready."""
    window = app.create([])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.plots is not None, timeout=20_000)
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
    qtbot.waitUntil(lambda: window.actions_by_name["act_evaluate"].isEnabled(), timeout=5000)
    yield window
    window.close()
