"""Runs that another took the place of: kept within bounds, listed, opened again and forgotten."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import subprocess
import sys
import time

import pytest

from playground import held_files
from playground.engine.history.archive import BRIEF, archive_of
from playground.errors import FileError
from playground.store import recent_runs
from playground.store.recent_runs import LEAST_STEPS, MOST, RecentRuns
from playground.store.safe.errors import BadFileError, SaveError
from tests.pairs import preset_of
from tests.store.sessions import advance, new_run

HOLDS = """
import sys
from pathlib import Path
from tests.windows_disk import as_in_parent
as_in_parent()
from playground.store.safe.process_lock import take_lock
lock = take_lock(Path(sys.argv[1]), create=True)
print("ready", flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.usefixtures("disk")


@pytest.fixture(scope="module")
def timeline():
    return advance(new_run(preset_of("q-table")), LEAST_STEPS)


@pytest.fixture
def archive(timeline):
    return archive_of(timeline, bounds=BRIEF)


@pytest.fixture
def runs(tmp_path):
    return RecentRuns(tmp_path / "state" / "recent-runs")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state" / "recent-runs"


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


def test_what_was_kept_is_listed_in_words_that_need_no_reading_of_it_and_comes_back_with_its_past(runs, archive):
    added = runs.add(archive)
    assert runs.list() == (added,)
    assert (added.environment, added.algorithm, added.n_steps) == ("CartPole-v1", "q-table", LEAST_STEPS)
    assert added.left.isoformat() == archive.created
    assert added.best == archive.findings[-1][1].best.score
    again = runs.open(added.name)
    assert again.settings == archive.settings
    assert len(again.keyframes) == len(archive.keyframes) > 1
    assert (again.rows == archive.rows).all()


def test_the_newest_is_first_and_ten_are_kept(runs, archive, folder):
    for number in range(MOST + 2):
        runs.add(dataclasses.replace(archive, title=str(number)))
    assert [runs.open(run.name).title for run in runs.list()] == [str(number) for number in range(MOST + 1, 1, -1)]
    assert len(files(folder)) == 2 * MOST


def test_they_take_so_much_room_together_and_no_more(runs, archive, monkeypatch):
    size = runs.add(archive).n_bytes
    monkeypatch.setattr(recent_runs, "MOST_BYTES", 3 * size + 100)
    for _ in range(4):
        runs.add(archive)
    assert len(runs.list()) == 3
    assert sum(run.n_bytes for run in runs.list()) <= 3 * size + 100


def test_one_that_takes_more_room_than_all_may_have_is_refused_in_words_and_the_others_stay(runs, archive, monkeypatch):
    kept = runs.add(archive)
    monkeypatch.setattr(recent_runs, "MOST_BYTES", 100)
    with pytest.raises(SaveError, match="more room than all of them may have"):
        runs.add(archive)
    assert runs.list() == (kept,)


def test_a_short_run_is_not_kept(runs, folder):
    short = archive_of(advance(new_run(preset_of("q-table")), LEAST_STEPS - 1), bounds=BRIEF)
    assert runs.add(short) is None
    assert not folder.exists()


def test_a_run_that_went_on_from_an_entry_takes_its_place(runs, archive):
    first, second = runs.add(archive), runs.add(archive)
    third = runs.add(archive, instead_of=first.name)
    assert runs.list() == (third, second)


def test_one_is_forgotten_or_all_of_them(runs, archive, folder):
    first, second, third = (runs.add(archive) for _ in range(3))
    runs.remove(second.name)
    assert runs.list() == (third, first)
    runs.remove("../../etc/passwd")
    runs.clear()
    assert runs.list() == ()
    assert files(folder) == []
    with pytest.raises(BadFileError):
        runs.open(first.name)


@pytest.mark.parametrize(
    "card",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"environment": 1, "algorithm": "dqn", "steps": 5, "best": null, "left": "2026-01-01T00:00:00+00:00"}',
        b'{"environment": "a", "algorithm": "dqn", "steps": -5, "best": null, "left": "2026-01-01T00:00:00+00:00"}',
        b'{"environment": "a", "algorithm": "dqn", "steps": 5, "best": NaN, "left": "2026-01-01T00:00:00+00:00"}',
        b'{"environment": "a", "algorithm": "dqn", "steps": 5, "best": null, "left": "2026-01-01T00:00:00"}',
        b'{"environment": "a", "algorithm": "dqn", "steps": 5, "best": null, "left": "yesterday"}',
        b" " * 100_000,
    ],
)
def test_a_card_that_is_not_what_we_write_is_left_out_and_harms_nothing(runs, archive, folder, card):
    first, second = runs.add(archive), runs.add(archive)
    (folder / f"{first.name}.json").write_bytes(card)
    assert runs.list() == (second,)
    assert runs.add(archive) in runs.list()


def test_words_of_a_card_cannot_reorder_the_menu(runs, archive, folder):
    run = runs.add(archive)
    path = folder / f"{run.name}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "environment": "a\u202eb\n" + "c" * 500}))
    (shown,) = runs.list()
    assert shown.environment.isprintable()
    assert len(shown.environment) <= 80


def test_a_file_that_was_cut_off_says_so_when_it_is_opened(runs, archive, folder):
    run = runs.add(archive)
    path = folder / f"{run.name}.rls"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BadFileError, match="its end is missing"):
        runs.open(run.name)


def test_what_a_killed_program_left_half_done_is_tidied_up_and_nothing_else_is(runs, archive, folder):
    run = runs.add(archive)
    (folder / "000007-01234567.rls").write_bytes(b"a run without a card")
    (folder / ".0123456789abcdef.playground-part").write_bytes(b"half a ca")
    (folder / "notes.txt").write_text("somebody's own")
    assert runs.list() == (run,)
    newer = runs.add(archive)
    assert int(newer.name[:6]) == 8
    assert files(folder) == sorted(
        [f"{one.name}.{kind}" for one in (run, newer) for kind in ("rls", "json")] + ["notes.txt"]
    )


def test_a_full_disk_is_said_in_words_and_the_others_stay(runs, archive, monkeypatch):
    kept = runs.add(archive)

    def full(*about):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError, match="Recent runs: the disk is full"):
        runs.add(archive)
    assert runs.list() == (kept,)


def test_where_there_can_be_no_folder_it_is_said_in_words(tmp_path, archive):
    (tmp_path / "file").write_text("in the way")
    runs = RecentRuns(tmp_path / "file" / "recent-runs")
    with pytest.raises(SaveError, match=r"there is no such folder|a file where a folder has to be"):
        runs.add(archive)
    assert runs.list() == ()
    with pytest.raises(FileError, match="could not be removed"):
        runs.clear()


def test_one_that_another_window_reads_stays_whole_where_it_cannot_be_removed_and_that_is_said(
    windows, runs, archive, folder, monkeypatch
):
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.1)
    first, second, third = (runs.add(archive) for _ in range(3))
    with (folder / f"{second.name}.json").open("rb"):
        with pytest.raises(FileError, match=r"another program has it open.*still under Run > Recent runs"):
            runs.remove(second.name)
        assert runs.list() == (third, second, first)
        fourth = runs.add(archive, instead_of=second.name)
        assert runs.list() == (fourth, third, second, first)
        with pytest.raises(FileError, match="another program has it open"):
            runs.clear()
        assert runs.list() == (second,)
        assert runs.open(second.name).settings == archive.settings
    runs.clear()
    assert files(folder) == []


def test_a_run_that_another_window_reads_leaves_the_list_at_once_and_the_disk_later(
    windows, runs, archive, folder, monkeypatch
):
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.1)
    first = runs.add(archive)
    with (folder / f"{first.name}.rls").open("rb"):
        runs.remove(first.name)
        assert runs.list() == ()
        assert files(folder) == [f"{first.name}.rls"]
    runs.clear()
    assert files(folder) == []


def test_two_programs_do_not_write_at_once_and_neither_waits_for_ever(runs, archive, folder, monkeypatch):
    folder.mkdir(parents=True)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, folder / "lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    other.stdout.readline()
    monkeypatch.setattr(recent_runs, "PATIENCE_S", 0.2)
    begun = time.monotonic()
    with pytest.raises(SaveError, match="another program is using it"):
        runs.add(archive)
    assert time.monotonic() - begun < 5
    other.communicate(b"")
    assert runs.add(archive) is not None
