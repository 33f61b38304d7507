"""The stand-in for a disk of Windows answers as the documentation of Windows and of its C library says."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from tests.windows_disk import ACCESS_DENIED, INVALID_NAME, NOT_EMPTY, PATH_NOT_FOUND, SHARING_VIOLATION, WindowsDisk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stand-in is made of calls of Linux")


@pytest.fixture
def disk(tmp_path):
    disk = WindowsDisk(tmp_path)
    disk.install()
    yield disk
    disk.remove()


@pytest.fixture
def file(disk, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    return path


def refused(function, *arguments):
    try:
        function(*arguments)
    except OSError as error:
        return error.errno, getattr(error, "winerror", None)
    return None, None


def test_what_is_open_is_neither_renamed_nor_replaced_nor_removed(file, tmp_path):
    new = tmp_path / "new"
    new.write_bytes(b"new")
    with file.open("rb"):
        assert refused(os.replace, file, tmp_path / "other") == (errno.EACCES, SHARING_VIOLATION)
        assert refused(os.replace, new, file) == (errno.EACCES, ACCESS_DENIED)
        assert refused(os.unlink, file) == (errno.EACCES, SHARING_VIOLATION)
        assert refused(file.unlink) == (errno.EACCES, SHARING_VIOLATION)
    os.replace(new, file)
    assert file.read_bytes() == b"new"
    file.unlink()
    assert not file.exists()


def test_names_differ_by_more_than_case_and_lose_dots_and_spaces_at_their_end(file, tmp_path):
    assert (tmp_path / "FILE").read_bytes() == b"old"
    (tmp_path / "File. ").write_bytes(b"new")
    assert os.listdir(tmp_path) == ["file"]
    assert file.read_bytes() == b"new"


def test_devices_take_what_is_written_and_keep_nothing(disk, tmp_path):
    (tmp_path / "NUL.rlp").write_bytes(b"gone")
    assert os.listdir(tmp_path) == []
    assert refused((tmp_path / "a?b").write_bytes, b"")[0] == errno.EINVAL
    assert refused(os.mkdir, tmp_path / "a|b") == (errno.EINVAL, INVALID_NAME)


def test_folders_are_not_opened_nor_removed_with_what_is_in_them(file, tmp_path):
    assert refused(os.open, tmp_path, os.O_RDONLY)[0] == errno.EACCES
    assert refused(os.rmdir, tmp_path) == (errno.ENOTEMPTY, NOT_EMPTY)
    assert refused(os.mkdir, file / "inside") == (errno.ENOENT, PATH_NOT_FOUND)


def test_a_scanner_holds_each_fresh_file_for_so_many_tries(tmp_path):
    disk = WindowsDisk(tmp_path, n_scans=2)
    disk.install()
    try:
        (tmp_path / "file").write_bytes(b"")
        for _ in range(2):
            assert refused(os.unlink, tmp_path / "file") == (errno.EACCES, SHARING_VIOLATION)
        os.unlink(tmp_path / "file")
    finally:
        disk.remove()


def test_a_range_of_bytes_is_locked_once_even_within_one_process(file):
    import msvcrt

    first, second = (os.open(file, os.O_RDWR) for _ in range(2))
    msvcrt.locking(first, msvcrt.LK_NBLCK, 1)
    assert refused(msvcrt.locking, second, msvcrt.LK_NBLCK, 1)[0] == errno.EACCES
    assert refused(msvcrt.locking, second, msvcrt.LK_LOCK, 1)[0] == errno.EDEADLK
    os.lseek(second, 1, os.SEEK_SET)
    msvcrt.locking(second, msvcrt.LK_NBLCK, 1)
    os.close(first)
    os.lseek(second, 0, os.SEEK_SET)
    msvcrt.locking(second, msvcrt.LK_NBLCK, 1)
    os.close(second)


def test_afterwards_everything_is_as_before(tmp_path):
    before = [os.replace, os.open, open, os.stat, sys.platform]
    disk = WindowsDisk(tmp_path)
    disk.install()
    disk.remove()
    assert [os.replace, os.open, open, os.stat, sys.platform] == before
    assert "msvcrt" not in sys.modules
