"""What was compiled is found again, for the sources that it was compiled from, and only where it is safe to run."""

from __future__ import annotations

import os
import shutil
import sys
import time

import pytest

from playground import held_files
from playground.arithmetic.machine_code import folders
from tests.arithmetic.conftest import INNER, Program

MANY = """
from playground.arithmetic.compiled import kernel

def declare():
    @kernel("float64(float64)", "float32(float32)")
    def one(x):
        return x + x
    return one

ONE = declare()

@kernel("float64(float64)", "float32(float32)", "int64(int64)", "int32(int32)")
def other(x):
    return ONE(x) * x
"""
MISSES = """
from playground.arithmetic.compiled import KERNELS
seen["misses"] = sum(sum(one.dispatcher.stats.cache_misses.values()) for one in KERNELS)
"""
GIVE_UP = """
from playground.arithmetic.prepare import prepare
gave_up = False
def stop(*news):
    raise InterruptedError
try:
    prepare(stop)
except InterruptedError:
    gave_up = True
"""
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="on Windows a user's folders are the user's alone")


def test_the_second_start_compiles_nothing(first_start, started):
    assert first_start[1] == {"values": [2.0, 4.0], "n_compiled": 1, "problem": "", "told": [[0, 1, 1], [1, 1, 1]]}
    assert started.start() == {"values": [2.0, 4.0], "n_compiled": 0, "problem": "", "told": [[1, 1, 0]]}


def test_a_program_elsewhere_finds_what_another_one_of_the_same_sources_compiled(started, tmp_path):
    other = Program(tmp_path / "elsewhere")
    other.surroundings["NUMBA_CACHE_DIR"] = str(started.cache)
    assert other.start()["n_compiled"] == 0


def test_a_kernel_that_is_called_by_a_kept_one_may_be_edited(started):
    started.write("inner", INNER.format(factor="3.0"))
    assert started.start()["values"] == [3.0, 6.0]


@pytest.mark.slow
def test_what_was_compiled_with_other_options_is_another_version(started):
    started.surroundings["NUMBA_BOUNDSCHECK"] = "1"
    assert started.start()["n_compiled"] == 1
    assert len(list((started.cache / "kernels").iterdir())) == 2


def test_two_programs_may_compile_at_once(program):
    both = [program.begin(), program.begin()]
    assert [program.end(process)["values"] for process in both] == [[2.0, 4.0]] * 2
    assert program.start()["n_compiled"] == 0
    assert not list(program.cache.rglob(".new-*"))


def test_many_kernels_are_compiled_in_processes_of_their_own(program):
    program.write("many", MANY)
    seen = program.start(after=MISSES)
    assert (seen["n_compiled"], seen["misses"]) == (7, 0)
    assert {tuple(news[1:]) for news in seen["told"]} == {(7, 7)}
    done = [news[0] for news in seen["told"]]
    assert (done, done[0], done[-1]) == (sorted(done), 0, 7)
    assert not [path.name for path in program.kept if set(path.name) & set('<>:"|?*')]  # no names on Windows


def test_whoever_waits_for_the_compiler_may_give_up(program):
    program.write("many", MANY)
    seen = program.start(before=GIVE_UP, after="seen['gave_up'] = gave_up")
    assert (seen["gave_up"], seen["values"]) == (True, [2.0, 4.0])


@pytest.mark.slow
def test_a_damaged_file_is_compiled_anew(started):
    for path in started.kept:
        path.write_bytes(path.read_bytes()[:-1000] + bytes(1000))  # as a power cut leaves it
    assert started.start()["values"] == [2.0, 4.0]
    assert started.start()["n_compiled"] == 0


def test_a_folder_that_cannot_be_made_costs_time_and_nothing_else(program):
    program.cache.write_text("a file where a folder has to be")
    seen = program.start()
    assert seen["values"] == [2.0, 4.0]
    assert f"cannot be kept in “{program.cache}" in seen["problem"]
    assert "each start of the program compiles it anew" in seen["problem"]


def test_a_kernel_that_a_virus_scanner_looks_at_is_kept_all_the_same(windows, tmp_path):
    folders.write(tmp_path / "one.kernel", b"compiled")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("one.kernel", b"compiled")]


def test_one_that_another_process_reads_is_left_as_it_is_and_nothing_fails(windows, tmp_path, monkeypatch):
    monkeypatch.setattr(held_files, "PATIENCE_S", 0.1)
    (tmp_path / "one.kernel").write_bytes(b"compiled")
    with (tmp_path / "one.kernel").open("rb"):
        folders.write(tmp_path / "one.kernel", b"compiled")
    assert [path.name for path in tmp_path.iterdir()] == ["one.kernel"]


@on_posix
def test_a_full_disk_costs_time_and_nothing_else_and_leaves_nothing_half_written(program):
    no_room = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))"
    seen = program.start(before=no_room)
    assert seen["values"] == [2.0, 4.0]
    assert "Free some room on the disk" in seen["problem"]
    assert not [path for path in program.cache.rglob("*") if path.is_file()]


@on_posix
@pytest.mark.parametrize("which", ["kernels", "*-*"])
def test_what_others_can_write_is_not_run(started, which):
    (folder,) = (started.cache / "kernels").glob("*") if "*" in which else started.cache.glob(which)
    folder.chmod(0o777)
    before = [path.stat().st_mtime_ns for path in started.kept]
    seen = started.start()
    assert (seen["values"], seen["n_compiled"]) == ([2.0, 4.0], 1)
    assert f"others than this user can write in “{folder}”" in seen["problem"]
    assert [path.stat().st_mtime_ns for path in started.kept] == before


@pytest.mark.slow
@on_posix
def test_a_link_in_place_of_the_folder_is_not_followed(started, tmp_path):
    folder = started.cache / "kernels"
    folder.rename(tmp_path / "theirs")
    folder.symlink_to(tmp_path / "theirs")
    seen = started.start()
    assert (seen["values"], seen["n_compiled"]) == ([2.0, 4.0], 1)
    assert "is no folder but a file or a link" in seen["problem"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_used(started):
    os.chown(started.cache / "kernels", 12345, 12345)
    seen = started.start()
    assert (seen["values"], seen["n_compiled"]) == ([2.0, 4.0], 1)
    assert "others than this user can write" in seen["problem"]


@on_posix
def test_only_its_user_can_read_and_write_the_folder(started):
    folders = [started.cache / "kernels", started.kept[0].parent]
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700]


def test_kernels_that_came_compiled_with_the_program_are_used_where_they_are(started):
    shipped = started.folder / "resources" / "kernels" / started.kept[0].parent.name
    shutil.copytree(started.kept[0].parent, shipped)
    shutil.rmtree(started.cache)
    seen = started.start()
    assert (seen["values"], seen["n_compiled"], seen["problem"]) == ([2.0, 4.0], 0, "")
    assert not started.cache.exists()


@pytest.mark.slow
def test_an_installed_program_knows_by_a_file_what_its_kernels_were_compiled_from(started):
    kept = started.kept[0].parent
    shipped = started.folder / "installed" / "resources" / "kernels"
    shutil.copytree(kept, shipped / kept.name)
    ask = "from playground.arithmetic.machine_code.folders import sources_hash; seen['hash'] = sources_hash()"
    (shipped / "made-from").write_text(started.start(after=ask)["hash"] + "\n")
    shutil.rmtree(started.cache)
    started.write("inner", INNER.format(factor="3.0"))  # a frozen program has no sources to look at
    frozen = f"import sys; sys.frozen, sys._MEIPASS = True, {str(started.folder / 'installed')!r}"
    seen = started.start(before=frozen)
    assert (seen["values"], seen["n_compiled"], seen["problem"]) == ([2.0, 4.0], 0, "")


@pytest.mark.slow
def test_versions_that_nobody_used_for_a_week_are_removed_but_the_newest(program):
    days = {"a": 30, "b": 20, "c": 10, "d": 3}
    for name, age in days.items():
        folder = program.cache / "kernels" / name
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - age * 86_400,) * 2)
    (program.cache / "kernels").chmod(0o700)
    program.start()
    assert {path.name for path in (program.cache / "kernels").iterdir()} & set(days) == {"d"}
