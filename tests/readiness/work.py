"""What children do in these tests: functions of a module, for each child imports them anew."""

from __future__ import annotations

import os
import sys
import threading
from types import SimpleNamespace


def doubled(value):
    sys.stdout.write("on standard output")
    os.write(2, b"on standard error")
    return 2 * value


def raises():
    raise ValueError("no such luck")


def aborts():
    sys.stderr.write("the last words")
    sys.stderr.flush()
    os.abort()


def waits_for_ever():
    threading.Event().wait()


def letters_on_macos():
    """Draw letters as on macOS, whose screen needs no other platform for that."""
    from playground.readiness import isolation, probes

    isolation.sys = SimpleNamespace(platform="darwin")
    return probes.probe_letters() | {"tried_on": os.environ["QT_QPA_PLATFORM"]}


class OnlyHere:
    """Can be packed and not unpacked."""

    def __reduce__(self):
        return _unpacked, ()


def _unpacked():
    raise ModuleNotFoundError("No module named 'torch'")


def gives_what_cannot_be_unpacked():
    return OnlyHere()


def step_writes(folder):
    (folder / "written.txt").write_text("by the first step")
    return "one file"


def step_raises(folder):
    raises()


def step_aborts(folder):
    aborts()


def step_hangs(folder):
    waits_for_ever()


def step_reads(folder):
    return (folder / "written.txt").read_text()


def step_tells_its_places(folder):
    from PySide6.QtCore import QCoreApplication, QSettings

    from playground.folders import config_folder, log_folder, state_folder
    from playground.ui.support.qsettings_location import place_settings

    app = QCoreApplication.instance() or QCoreApplication([])
    app.setOrganizationName("rl-playground")
    app.setApplicationName("playground")
    place_settings()
    places = [config_folder(), state_folder(), log_folder(), QSettings().fileName(), os.path.expanduser("~")]
    return "\n".join(map(str, places))
