"""On Windows a file that somebody holds is waited for; where that takes too long, it is said who that may be."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from playground import held_files
from playground.store.policy.file import load_policy, save_policy
from playground.store.safe.atomic import write_file
from playground.store.safe.errors import SaveError

ROOT = Path(__file__).parents[3]
sys.path.append(str(ROOT / "packaging"))  # its scripts are no package
from bundle.laptop import held_files as of_laptops  # noqa: E402

each = pytest.mark.parametrize("held", [held_files, of_laptops], ids=["program", "laptop"])


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@each
def test_a_scanner_is_waited_for(windows, tmp_path, held):
    for name in ("new", "file", "other"):
        (tmp_path / name).write_bytes(name.encode())
    held.replace(tmp_path / "new", tmp_path / "file")
    held.remove(tmp_path / "other")
    held.remove(tmp_path / "other")  # which is gone
    assert names(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_scanner_is_waited_for_until_a_whole_folder_is_gone(windows, tmp_path):
    (tmp_path / "program" / "inside").mkdir(parents=True)
    for number in range(3):
        (tmp_path / "program" / "inside" / f"{number}").write_bytes(b"")
    of_laptops.remove_tree(tmp_path / "program")
    of_laptops.remove_tree(tmp_path / "program")
    assert names(tmp_path) == []


def test_what_can_be_removed_is_although_the_first_is_held(windows, tmp_path, monkeypatch):
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.1)
    paths = [tmp_path / name for name in ("first", "second")]
    for path in paths:
        path.write_bytes(b"")
    with paths[0].open("rb"), pytest.raises(PermissionError):
        held_files.remove_all(paths)
    assert names(tmp_path) == ["first"]


@each
def test_what_nobody_holds_fails_at_once(held, tmp_path, monkeypatch):
    tries = []

    def denied(*names):
        tries.append(names)
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "replace", denied)
    with pytest.raises(PermissionError):
        held.replace(tmp_path / "new", tmp_path / "file")
    assert len(tries) == 1


def test_a_save_over_a_file_that_another_program_shows_says_so_and_changes_nothing(
    windows, policy_file, another_policy, monkeypatch
):
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.1)
    before = policy_file.read_bytes()
    with (
        policy_file.open("rb"),
        pytest.raises(SaveError, match=r"another program has it open: a virus scanner.*OneDrive"),
    ):
        save_policy(another_policy, policy_file)
    assert policy_file.read_bytes() == before
    save_policy(another_policy, policy_file)  # it was closed there
    assert load_policy(policy_file).weights_sha256 == another_policy.weights_sha256
    assert names(policy_file.parent) == [policy_file.name]


def test_a_file_that_is_not_shared_for_a_moment_is_saved_all_the_same(windows, policy_file, another_policy):
    windows.refuse_to_open(policy_file, 2)
    save_policy(another_policy, policy_file)
    assert load_policy(policy_file).weights_sha256 == another_policy.weights_sha256


def test_what_another_program_clears_away_before_it_has_its_name_is_written_again(windows, tmp_path, monkeypatch):
    folder = tmp_path / "documents"
    folder.mkdir()
    replace, others = os.replace, []

    def first_another_saves(source, target):
        if not others:
            others.append(target)
            write_file(folder / "theirs", b"theirs", Path.read_bytes)
        replace(source, target)

    monkeypatch.setattr(os, "replace", first_another_saves)
    write_file(folder / "ours", b"ours", Path.read_bytes)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"ours": b"ours", "theirs": b"theirs"}
