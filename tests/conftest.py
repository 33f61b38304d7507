"""What every test gets: Qt without a screen, folders of its own, and a check that it leaves nothing behind."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
import tempfile
import threading

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from pytest_timeout import is_debugging

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a test that wants a real window gives its child process another
os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = os.path.join(tempfile.gettempdir(), "hypothesis")  # not the project
os.environ.setdefault("NUMBA_CACHE_DIR", os.path.join(tempfile.gettempdir(), "playground-tests"))  # of all tests, once
os.environ["LC_ALL"] = "C.UTF-8"  # messages in English, whatever this machine speaks
os.environ.pop("LANGUAGE", None)

# Seconds that tests with these marks get, unless they say otherwise; the others have those of pyproject.toml.
LONGER = {"slow": 1800, "packaging": 5400}
TIMEOUT = pytest.StashKey[float]()

MANY_MODULES = 50  # that were imported since

HOME_VARIABLES = ("HOME", "USERPROFILE")
FOLDER_VARIABLES = (
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
    "APPDATA",
    "LOCALAPPDATA",
)


def pytest_collection_modifyitems(items):
    """Give the tests that are meant to take long the time that they need."""
    for item in items:
        if item.get_closest_marker("timeout") is None:
            seconds = [limit for name, limit in LONGER.items() if item.get_closest_marker(name)]
            if seconds:
                item.add_marker(pytest.mark.timeout(max(seconds)))


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item, settings):
    """Let faulthandler end what hangs, in place of a thread of pytest-timeout, which needs the GIL and xdist mutes."""
    item.stash[TIMEOUT] = settings.timeout
    _watch(item)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_cancel_timer():
    faulthandler.cancel_dump_traceback_later()
    return True


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node):
    """Watch on while a failed test is taken down; pytest and pytest-timeout have just stopped, for a debugger's sake."""
    if TIMEOUT in node.stash and not node.config.option.usepdb:
        _watch(node)


def _watch(item):
    if not is_debugging():
        stderr = item.config.stash[fault_handler_stderr_fd_key]
        faulthandler.dump_traceback_later(item.stash[TIMEOUT], exit=True, file=stderr)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """Give the test a home of its own, so that it neither sees nor touches a person's settings and files."""
    home = tmp_path_factory.mktemp("home")
    for name in HOME_VARIABLES:
        monkeypatch.setenv(name, str(home))
    for name in FOLDER_VARIABLES:
        monkeypatch.setenv(name, str(home / name.lower()))
    if core := sys.modules.get("PySide6.QtCore"):
        for kind in (core.QSettings.Format.NativeFormat, core.QSettings.Format.IniFormat):
            core.QSettings.setPath(kind, core.QSettings.Scope.UserScope, str(home / "xdg_config_home"))
    return home


@pytest.fixture(autouse=True)
def numbers_as_in_a_new_thread():
    """Undo prepare_thread(), which acts on the whole thread: a later test would see no warning of an overflow."""
    yield
    if arrays := sys.modules.get("playground.agents.nn.backend"):
        arrays.release_thread()


@pytest.fixture(autouse=True)
def nothing_left_behind(request):
    """Fail a test that leaves a thread, an active timer or a top-level widget behind."""
    uses_qt = "qapp" in request.fixturenames
    threads_before = set(threading.enumerate())
    qt_before = set(_qt_leftovers()) if uses_qt else set()
    yield
    for thread in set(threading.enumerate()) - threads_before:
        if not isinstance(thread, threading._DummyThread):
            thread._started.wait(timeout=2)  # it may be about to begin,
            thread.join(timeout=2)  # or to end
    left = [
        f"thread {thread.name}"
        for thread in set(threading.enumerate()) - threads_before
        if not isinstance(thread, threading._DummyThread)  # a QThread's; looked at below
    ]
    if uses_qt:
        left += [text for key, text in _settled_qt_leftovers(qt_before).items() if key not in qt_before]
        _set_modules_aside()
    if left:
        pytest.fail("left behind: " + "; ".join(left), pytrace=False)


n_modules_aside = 0


def _set_modules_aside():
    """Take what the modules hold out of gc.get_objects(): looking at all of it cost a third of the tests' time."""
    global n_modules_aside
    if len(sys.modules) > n_modules_aside + MANY_MODULES:
        gc.collect()
        gc.freeze()
        n_modules_aside = len(sys.modules)


def _settled_qt_leftovers(before):
    """Look again after deferred deletions and a garbage collection where the first look finds something."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    for _ in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        left = _qt_leftovers()
        if not set(left) - before:
            break
        gc.collect()
    return left


def _qt_leftovers():
    """Return address: description of every running QThread, active QTimer and top-level widget."""
    from PySide6.QtCore import QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer, isValid

    found = [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]
    for item in gc.get_objects():
        kind = type(item)  # not isinstance(): that may wake a lazy module
        if (issubclass(kind, QThread) and isValid(item) and item.isRunning() and not item.wait(3000)) or (
            issubclass(kind, QTimer) and isValid(item) and item.isActive()
        ):
            found.append(item)
    return {getCppPointer(item)[0]: f"{type(item).__name__} {item.objectName()!r}" for item in found}


@pytest.fixture
def windows(tmp_path_factory, monkeypatch):
    """A disk that answers as Windows does, where a virus scanner holds every fresh file for two tries."""
    if sys.platform != "linux":
        pytest.skip("the stand-in is made of calls of Linux")
    from tests.windows_disk import WindowsDisk

    disk = WindowsDisk(tmp_path_factory.getbasetemp(), 2, monkeypatch.setattr)
    disk.install()
    yield disk
    disk.remove()


@pytest.fixture
def added():
    """Add one of tests/envs/user_environments.py as a person does; after the test it behaves, and is gone."""
    from playground.envs.base import ENVIRONMENTS
    from playground.envs.gym_adapter.probe import probe
    from playground.envs.gym_adapter.user_environments import enter
    from tests.envs.user_environments import Now

    names = []

    def add(name):
        card = enter(probe(f"tests.envs.user_environments:{name}"))
        names.append(card.id)
        return card

    yield add
    Now.wrong, Now.seed = "", None
    for name in names:
        if name in ENVIRONMENTS:
            ENVIRONMENTS.remove(name)
