"""App Nap: macOS is asked by its own means not to slow a run down behind other windows."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest

from playground.ui.support import app_nap

# NSActivityUserInitiated is 0x00FFFFFF with the bit that keeps the computer awake, 1 << 20, which is left out.
OPTIONS = 0x00FFFFFF & ~(1 << 20)


class Runtime:
    """The Objective-C runtime, as far as it is asked: objects are numbers from 1, and what they are told is kept."""

    def __init__(self):
        self.names, self.told = {}, []
        self.objc_getClass = self._function(lambda name: self._object(name))
        self.sel_registerName = self._function(lambda name: name)
        self.objc_msgSend = self._function(self._send)

    def _function(self, does):
        def function(*words):
            assert len(function.argtypes) == len(words), "Apple's processors need the types of all arguments"
            assert function.restype is ctypes.c_void_p, "an object is longer than an int"
            return does(*words)

        return function

    def _object(self, name):
        return self.names.setdefault(name, len(self.names) + 1)

    def _send(self, receiver, message, *words):
        (name,) = (name for name, number in self.names.items() if number == receiver)
        self.told.append((name, message, *words))
        return self._object(name + b" " + message)


@pytest.fixture
def runtime(monkeypatch):
    runtime = Runtime()
    monkeypatch.setattr(app_nap, "sys", SimpleNamespace(platform="darwin"))
    monkeypatch.setattr(ctypes, "CDLL", lambda path: runtime)
    return runtime


def test_the_process_begins_an_activity_of_the_person_that_lets_the_computer_sleep_and_keeps_it(runtime):
    app_nap.stay_awake()
    first, text, begins, kept = runtime.told
    assert first == (b"NSProcessInfo", b"processInfo")
    assert text[:2] == (b"NSString", b"stringWithUTF8String:")
    reason = runtime.names[b"NSString stringWithUTF8String:"]
    assert begins == (b"NSProcessInfo processInfo", b"beginActivityWithOptions:reason:", OPTIONS, reason)
    assert kept == (begins[0] + b" " + begins[1], b"retain")


def test_a_system_without_these_libraries_is_no_reason_not_to_start(runtime, monkeypatch):
    def missing(path):
        raise OSError(f"image not found: {path}")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    app_nap.stay_awake()
    assert runtime.told == []


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is asked")
def test_elsewhere_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", None)
    app_nap.stay_awake()
