"""What is written and locked otherwise on Windows, by calls that answer as there."""

from __future__ import annotations

import importlib.util
import sys
from types import SimpleNamespace

import pytest

from playground.store.safe import process_lock
from playground.store.safe.atomic import write_file


@pytest.fixture
def locking(monkeypatch):
    """The module that locks, imported as on Windows; its msvcrt knows one lock at a time."""
    held = []

    def lock(descriptor, mode, n_bytes):
        if held:
            raise PermissionError(13, "Permission denied")
        held.append(descriptor)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=lock))
    spec = importlib.util.spec_from_file_location("process_lock_of_windows", process_lock.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_lock_is_taken_once_and_goes_with_its_file(locking, tmp_path):
    lock = locking.take_lock(tmp_path / "lock", create=True)
    assert lock.is_in_place
    assert locking.take_lock(tmp_path / "lock") is None
    lock.remove()
    assert not list(tmp_path.iterdir())


def test_a_file_is_written_and_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "file"
    for data in (b"old", b"new"):
        write_file(path, data, lambda written: None)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]
