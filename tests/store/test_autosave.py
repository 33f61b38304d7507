"""Copies of a run that survive a crash of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playground.store import autosave
from playground.store.autosave import KEPT, MOST_LEFT, Ending, Instance, newest_sound, take_leftovers
from playground.store.safe.atomic import write_file
from playground.store.safe.errors import BadFileError, SaveError

DIES = """
import os, sys
from pathlib import Path
from tests.windows_disk import as_in_parent
as_in_parent()
from playground.store.autosave import Instance
instance = Instance(Path(sys.argv[1]))
for text in sys.argv[2:]:
    instance.write(lambda path, text=text: path.write_text(text))
print("ready", flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.usefixtures("disk")


def save(data, check=Path.read_bytes):
    return lambda path: write_file(path, data, check)


def read(path):
    data = path.read_bytes()
    if data.startswith(b"damaged"):
        raise BadFileError("changed", file=path)
    return data


def start(root, *texts):
    process = subprocess.Popen(
        [sys.executable, "-c", DIES, root, *texts], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    return process


def kill(process):
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def crash(root, *texts):
    kill(start(root, *texts))


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def root(tmp_path):
    return tmp_path / "state" / "autosave"


def test_the_newest_three_copies_are_kept(root):
    instance = Instance(root)
    for number in range(KEPT + 2):
        instance.write(save(b"%d" % number))
    assert files(root) == ["00000003.rls", "00000004.rls", "00000005.rls", "lock"]
    instance.close()


def test_a_program_whose_run_is_not_needed_any_more_leaves_nothing(root):
    instance = Instance(root)
    instance.write(save(b"run"))
    instance.close()
    assert list(root.iterdir()) == []
    assert take_leftovers(root) == []


def test_a_program_that_is_closed_leaves_its_run_and_says_by_whom(root, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    monkeypatch.setattr("platform.node", lambda: "room 12")
    instance = Instance(root)
    instance.write(save(b"run"))
    instance.end()
    (leftover,) = take_leftovers(root)
    assert newest_sound(leftover, read) == b"run"
    assert leftover.ending == Ending(True, "anna", "room 12")
    assert not leftover.ending.is_by_others
    monkeypatch.setattr("getpass.getuser", lambda: "ben")
    assert leftover.ending.is_by_others
    leftover.discard()
    assert list(root.iterdir()) == []


def test_a_program_that_is_closed_without_a_copy_leaves_nothing(root):
    Instance(root).end()
    assert list(root.iterdir()) == []


def test_one_that_noted_its_end_and_goes_on_after_all_is_running_again(root):
    instance = Instance(root)
    instance.write(save(b"run"))
    for closed in (True, False):
        instance.mark(closed=closed)
        (folder,) = root.iterdir()
        elsewhere = root.parent / f"closed {closed}"
        shutil.copytree(folder, elsewhere / folder.name)
        (leftover,) = take_leftovers(elsewhere)
        assert leftover.ending.was_closed == closed
        leftover.discard()
    instance.close()


@pytest.mark.parametrize("words", [b"running", b"running\n\n\x1b[2J\xff\n" + b"x" * 5000])
def test_whatever_a_lock_says_is_shown_as_plain_text_or_not_at_all(root, words):
    crash(root, "run")
    (folder,) = root.iterdir()
    (folder / "lock").write_bytes(words)
    (leftover,) = take_leftovers(root)
    assert not leftover.ending.was_closed
    assert (leftover.ending.person + leftover.ending.computer).isprintable()
    leftover.discard()


def test_what_a_killed_program_left_is_found_with_its_newest_copy(root):
    crash(root, "1", "2", "3", "4")
    (leftover,) = take_leftovers(root)
    assert newest_sound(leftover, read) == b"4"
    leftover.discard()
    assert list(root.iterdir()) == []


def test_a_kill_before_the_first_copy_is_known_too(root):
    crash(root)
    (leftover,) = take_leftovers(root)
    assert leftover.copies == []
    leftover.discard()


def test_programs_that_run_at_once_do_not_see_each_other(root):
    process = start(root, "theirs")
    mine = Instance(root)
    mine.write(save(b"mine"))
    assert take_leftovers(root) == []
    kill(process)
    (leftover,) = take_leftovers(root)
    assert newest_sound(leftover, read) == b"theirs"
    assert take_leftovers(root) == []  # who looks next does not offer the same again
    leftover.release()
    (leftover,) = take_leftovers(root)
    leftover.discard()
    mine.close()


def test_a_damaged_copy_gives_way_to_the_one_before(root):
    crash(root, "sound", "older", "damaged 1", "damaged 2")
    (leftover,) = take_leftovers(root)
    assert newest_sound(leftover, read) == b"older"
    leftover.discard()


def test_without_a_sound_copy_it_is_said_what_is_wrong_with_the_newest(root):
    crash(root, "damaged 1", "damaged 2")
    (leftover,) = take_leftovers(root)
    with pytest.raises(BadFileError, match=r"00000002\.rls.*was changed after it was saved"):
        newest_sound(leftover, read)
    leftover.release()
    (leftover,) = take_leftovers(root)
    assert len(leftover.copies) == 2  # a later version may know how to read them
    leftover.discard()


def test_order_follows_from_no_clock(root):
    crash(root, "first", "second")
    crash(root, "third")
    for folder in root.iterdir():
        for number, path in enumerate(sorted(folder.iterdir())):
            os.utime(path, (2_000_000_000 - 1000 * number,) * 2)
    newer, older = take_leftovers(root)
    assert newest_sound(newer, read) == b"third"
    assert newest_sound(older, read) == b"second"
    newer.discard()
    older.discard()


def test_only_so_many_folders_are_kept_and_the_oldest_goes_first(root):
    for number in range(MOST_LEFT + 1):
        crash(root, str(number))
    found = take_leftovers(root)
    assert [newest_sound(leftover, read) for leftover in found] == [b"4", b"3", b"2", b"1"]
    assert len(list(root.iterdir())) == MOST_LEFT
    for leftover in found:
        leftover.discard()


def test_only_so_many_bytes_are_kept_but_always_the_newest(root, monkeypatch):
    monkeypatch.setattr(autosave, "MOST_LEFT_BYTES", 3)
    crash(root, "aa")
    crash(root, "bb")
    (leftover,) = take_leftovers(root)
    assert newest_sound(leftover, read) == b"bb"
    leftover.release()
    crash(root, "longer than all")
    (leftover,) = take_leftovers(root)
    assert newest_sound(leftover, read) == b"longer than all"
    leftover.discard()


def test_a_copy_that_cannot_be_read_back_is_not_kept(root):
    instance = Instance(root)
    instance.write(save(b"sound", read))
    with pytest.raises(SaveError, match="cannot be kept for after a crash"):
        instance.write(save(b"damaged", read))
    assert files(root) == ["00000001.rls", "lock"]
    instance.close()


def test_half_a_copy_goes_with_its_folder_and_nothing_else_does(root):
    crash(root, "run")
    (folder,) = root.iterdir()
    (folder / ".0123456789abcdef.playground-part").write_bytes(b"half a co")
    (folder / "notes.txt").write_text("somebody's own")
    (leftover,) = take_leftovers(root)
    leftover.discard()
    assert files(root) == ["notes.txt"]
    assert take_leftovers(root) == []


def test_a_link_to_a_folder_elsewhere_is_left_alone(root, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "00000001.rls").write_bytes(b"precious")
    (elsewhere / "lock").write_bytes(b"")
    root.mkdir(parents=True)
    (root / "000001-01234567").symlink_to(elsewhere)
    assert take_leftovers(root) == []
    assert files(elsewhere) == ["00000001.rls", "lock"]


def test_a_program_killed_while_it_made_or_removed_its_folder_left_nothing_to_tell(root):
    (root / "000001-01234567").mkdir(parents=True)
    ending = root / "000002-01234567"
    ending.mkdir()
    (ending / "lock").write_bytes(b"")
    (ending / "00000001.rls").write_bytes(b"run")
    assert take_leftovers(root) == []
    assert list(root.iterdir()) == []


def test_a_folder_that_was_removed_meanwhile_is_made_again(root):
    instance = Instance(root)
    instance.write(save(b"1"))
    (folder,) = root.iterdir()
    if sys.platform == "win32":  # there, nobody can remove it
        with pytest.raises(PermissionError):
            (folder / "lock").unlink()
        instance.close()
        return
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    instance.write(save(b"2"))
    assert files(root) == ["00000002.rls", "lock"]
    instance.close()
    assert list(root.iterdir()) == []


def test_where_there_can_be_no_folder_it_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SaveError, match=r"there is no such folder|a file where a folder has to be"):
        Instance(tmp_path / "file" / "autosave")


def test_to_let_go_twice_harms_nothing(root, tmp_path):
    crash(root, "run")
    (leftover,) = take_leftovers(root)
    leftover.discard()
    with open(tmp_path / "other", "wb") as other:  # gets the number of the file that was closed
        other.write(b"precious")
        other.flush()
        leftover.discard()
        leftover.release()
        other.write(b" words")
    assert (tmp_path / "other").read_bytes() == b"precious words"
