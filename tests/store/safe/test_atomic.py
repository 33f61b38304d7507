"""Saving writes a whole file or nothing: after any failure the old file is there, and nothing else."""

from __future__ import annotations

import dataclasses
import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from playground.errors import FileError
from playground.store.policy.file import check_can_save, load_policy, policy_bytes, save_policy
from playground.store.safe.atomic import check_writable
from playground.store.safe.errors import SaveError


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
        events.append("rename")
        real["replace"](source, target)

    def watched_open(path, flags, *rest):
        events.append("create" if flags & os.O_CREAT else "open")
        return real["open"](path, flags, *rest)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)
    monkeypatch.setattr(os, "open", watched_open)

    save_policy(another_policy, policy_file)

    size = len(policy_bytes(another_policy))
    expected = ["open", "create", f"fsync file of {size}", "open", "rename"]
    assert events == expected + (["open", "fsync folder of names"] if os.name == "posix" else [])


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


if os.name == "posix":

    @pytest.fixture
    def ordinary_user():
        """Take away the rights of the administrator, who may write everywhere."""
        was = os.geteuid()
        os.seteuid(was or 65534)
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
        os.seteuid(was)

    def test_a_read_only_folder_and_a_read_only_file_stay_as_they_are(ordinary_user, policy, another_policy):
        path = ordinary_user / "good.rlp"
        save_policy(policy, path)
        for locked, mode in ((path, 0o400), (ordinary_user, 0o500)):
            before = stat.S_IMODE(locked.stat().st_mode)
            locked.chmod(mode)
            with pytest.raises(SaveError, match="no permission"):
                save_policy(another_policy, path)
            with pytest.raises(SaveError, match="no permission"):
                check_writable(path)
            locked.chmod(before)
            assert names(ordinary_user) == ["good.rlp"]
            assert load_policy(path).weights_sha256 == policy.weights_sha256

    def test_the_permissions_of_the_file_stay_and_a_new_one_follows_the_umask(policy, policy_file, tmp_path):
        policy_file.chmod(0o640)
        save_policy(policy, policy_file)
        assert stat.S_IMODE(policy_file.stat().st_mode) == 0o640
        before = os.umask(0o027)
        try:
            save_policy(policy, tmp_path / "new.rlp")
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / "new.rlp").stat().st_mode) == 0o640

    def test_a_disk_that_knows_no_permissions_keeps_a_good_save_and_lets_nobody_else_read_it(
        policy_file, another_policy, monkeypatch
    ):
        def refuses(*_, **__):
            raise PermissionError(errno.EPERM, "Operation not permitted")

        policy_file.chmod(0o600)
        monkeypatch.setattr(os, "chmod", refuses)
        save_policy(another_policy, policy_file)

        assert load_policy(policy_file).weights_sha256 == another_policy.weights_sha256
        assert stat.S_IMODE(policy_file.stat().st_mode) == 0o600

    KILLED = """
import os, signal, sys
from playground.store.safe.atomic import write_file

def check(written):
    print("ready", flush=True)
    if sys.argv[2] == "waits":
        sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)

write_file(sys.argv[1], b"half", check)
"""

    def half_saved(path, then):
        command = [sys.executable, "-c", KILLED, str(path), then]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def test_what_a_killed_save_left_goes_at_the_next_save_there_and_a_living_one_is_left_alone(
        policy_file, another_policy
    ):
        folder = policy_file.parent
        theirs = ".0123456789abcdef.playground-part.txt", ".notes.playground-part"
        for name in theirs:
            (folder / name).write_text("somebody's own")
        with half_saved(policy_file, "waits") as living:
            assert living.stdout.readline() == b"ready\n"
            with half_saved(policy_file, "dies") as died:
                died.wait()
            assert len(names(folder)) == 5

            save_policy(another_policy, policy_file)
            assert len(names(folder)) == 4

            living.communicate()
        save_policy(another_policy, policy_file)
        assert names(folder) == sorted([policy_file.name, *theirs])

    SAVE = """
import sys
from playground.store.policy.file import load_policy, save_policy
policies = [load_policy(path) for path in sys.argv[2:]]
print("ready", flush=True)
for number in range(int(sys.argv[1])):
    save_policy(policies[number % len(policies)], sys.argv[2])
"""

    def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file(policy_file, another_policy):
        import resource

        def only_a_kilobyte_more():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

        before = policy_file.read_bytes()
        result = subprocess.run(
            [sys.executable, "-c", SAVE, "1", policy_file],
            preexec_fn=only_a_kilobyte_more,
            capture_output=True,
            text=True,
        )
        assert result.returncode == 1
        assert "would be larger than the system allows" in result.stderr
        assert policy_file.read_bytes() == before
        assert names(policy_file.parent) == [policy_file.name]

    def test_a_kill_at_any_moment_leaves_a_whole_file(policy_file, another_policy, tmp_path):
        other = tmp_path / "other.rlp"
        save_policy(another_policy, other)
        whole = {load_policy(policy_file).weights_sha256, another_policy.weights_sha256}
        for number in range(3):
            with subprocess.Popen(
                [sys.executable, "-c", SAVE, "100000", policy_file, other], stdout=subprocess.PIPE
            ) as process:
                assert process.stdout.readline() == b"ready\n"
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(0.05 + 0.013 * number)
                process.send_signal(signal.SIGKILL)
            assert load_policy(policy_file).weights_sha256 in whole
