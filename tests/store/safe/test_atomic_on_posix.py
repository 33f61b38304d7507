"""Saving where there are signals, permissions and limits, as POSIX has them."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from playground.store.policy.file import load_policy, save_policy
from playground.store.safe.atomic import check_writable
from playground.store.safe.errors import SaveError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has none of them")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


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
