"""Saving writes a whole file or nothing: after any failure the old file is there, and nothing else."""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
import sys

import pytest

from playground.errors import FileError
from playground.store.policy.file import check_can_save, load_policy, policy_bytes, save_policy
from playground.store.safe.errors import SaveError

pytestmark = pytest.mark.usefixtures("disk")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def refused_save(policy_file, another_policy):
    """Give what saving over an existing file says, having checked that the file and its folder are as before."""

    def of(path=policy_file):
        before, inside = policy_file.read_bytes(), names(policy_file.parent)
        with pytest.raises(SaveError) as caught:
            save_policy(another_policy, path)
        assert isinstance(caught.value, FileError)
        assert policy_file.read_bytes() == before
        assert names(policy_file.parent) == inside
        return str(caught.value)

    return of


def test_an_existing_file_is_replaced_and_nothing_else_is_left(policy_file, another_policy):
    save_policy(another_policy, policy_file)

    assert load_policy(policy_file).weights_sha256 == another_policy.weights_sha256
    assert names(policy_file.parent) == [policy_file.name]


def test_the_order_is_ask_write_fsync_read_back_rename_fsync_of_the_folder(policy_file, another_policy, monkeypatch):
    events = []
    real = {name: getattr(os, name) for name in ("fsync", "replace", "open")}

    def watched_fsync(descriptor):
        kind = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file"
        events.append(f"fsync {kind} of {os.fstat(descriptor).st_size if kind == 'file' else 'names'}")
        real["fsync"](descriptor)

    def watched_replace(source, target):
        real["replace"](source, target)  # a scanner may have it tried again
        events.append("rename")

    def watched_open(path, flags, *rest):
        events.append("create" if flags & os.O_CREAT else "open")
        return real["open"](path, flags, *rest)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)
    monkeypatch.setattr(os, "open", watched_open)

    save_policy(another_policy, policy_file)

    size = len(policy_bytes(another_policy))
    expected = ["open", "create", f"fsync file of {size}", "open", "rename"]
    assert events == expected + (["open", "fsync folder of names"] if sys.platform != "win32" else [])


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("fsync", errno.EIO, "the disk reported an error"),
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("replace", errno.EACCES, "another program is using it"),
        ("open", errno.EROFS, "the disk is read-only"),
        ("open", errno.ENOSPC, "the disk is full"),
    ],
)
def test_a_call_that_fails_leaves_the_old_file(refused_save, monkeypatch, call, number, words):
    def fails(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fails)
    said = refused_save()
    assert words in said
    assert "What was there before is unchanged" in said


def test_a_disk_that_keeps_other_bytes_than_it_was_given_is_noticed(refused_save, monkeypatch):
    real = os.fsync

    def forgets(descriptor):
        real(descriptor)
        os.ftruncate(descriptor, 1000)

    monkeypatch.setattr(os, "fsync", forgets)
    assert "could not be opened again" in refused_save()


def test_weights_that_no_file_may_hold_are_not_saved(policy, policy_file):
    policy.weights["q.0.bias"][3] = float("nan")
    with pytest.raises(SaveError, match="not_finite"):
        save_policy(policy, policy_file.parent / "new.rlp")
    assert names(policy_file.parent) == [policy_file.name]


def test_a_title_that_no_file_may_hold_is_not_saved(policy, policy_file):
    with pytest.raises(SaveError, match="manifest"):
        save_policy(dataclasses.replace(policy, title="x" * 500), policy_file)
    assert load_policy(policy_file)


def test_a_folder_that_is_not_there_is_said_so(refused_save, policy_file, tmp_path):
    assert "there is no such folder" in refused_save(tmp_path / "nowhere" / "out.rlp")
    assert "there is no such folder" in refused_save(policy_file / "out.rlp")


def test_a_folder_or_a_pipe_is_not_replaced(refused_save, tmp_path):
    (tmp_path / "folder").mkdir()
    assert "is a folder" in refused_save(tmp_path / "folder")
    assert (tmp_path / "folder").is_dir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "is a folder, a device or a pipe" in refused_save(tmp_path / "pipe")
        assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_name_that_is_too_long_is_said_so(refused_save, tmp_path):
    assert "the name is too long" in refused_save(tmp_path / ("x" * 300 + ".rlp"))


def test_whether_a_run_could_be_saved_is_known_before_it_starts(policy, policy_file, tmp_path):
    check_can_save(policy.settings, policy_file)
    check_can_save(policy.settings, tmp_path / "new.rlp")
    assert names(tmp_path) == [policy_file.name]
    with pytest.raises(SaveError, match="no such folder"):
        check_can_save(policy.settings, tmp_path / "nowhere" / "out.rlp")
    large = policy.settings.with_values({"hidden_layers": (4096, 4096)})
    with pytest.raises(SaveError, match="too large"):
        check_can_save(large, policy_file)
    largest = policy.settings.with_values({"hidden_layers": (2000, 2000)})
    check_can_save(largest, policy_file)
