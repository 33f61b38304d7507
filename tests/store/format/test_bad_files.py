"""What is no sound file at all, made by others or by an accident, is refused at once, and nothing of it is run."""

from __future__ import annotations

import io
import os
import pickle
import signal
import struct
import sys
import tracemalloc
import zipfile
import zlib

import pytest

from playground.store.policy.file import POLICY, load_policy
from playground.store.safe.errors import BadFileError
from playground.store.session.file import SESSION, load_session, load_session_manifest


class RunsAProgram:
    def __reduce__(self):
        return os.mkdir, ("pickle_was_run",)


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IEND", b"")


def archive(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, b"hello")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\0", "foreign"),
        (b"hello, world\n" * 100, "foreign"),
        (png(), "foreign"),
        (archive("notes.txt"), "foreign"),
        (archive("archive/data.pkl"), "pickle"),
        (pickle.dumps(RunsAProgram()), "pickle"),
        (b"\xff" * 8 + b"{" + b"[" * 1_000_000, "foreign"),
        (b"\0" * (POLICY.max_bytes + 1), "too_large"),
    ],
    ids=["empty", "one-byte", "text", "png", "zip", "pytorch", "pickle", "absurd-length", "too-large"],
)
def test_a_file_of_another_kind_is_refused_and_not_run(refusal, content, reason, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert refusal(content) == reason
    assert not (tmp_path / "pickle_was_run").exists()


def test_a_safetensors_file_of_another_program_is_refused(refusal, policy):
    from safetensors.numpy import save

    assert refusal(save(policy.weights, {"format": "pt"})) == "foreign"


@pytest.mark.parametrize("kept", [1, 8, 9, 40, 100, 200, 1000, 4000, -1])
def test_a_file_cut_off_anywhere_is_refused(refusal, policy_file, kept):
    assert refusal(policy_file.read_bytes()[:kept]) in {"truncated", "foreign"} if kept < 9 else {"truncated"}


def test_a_changed_byte_anywhere_is_noticed(refusal, policy_file):
    data = policy_file.read_bytes()
    seen = set()
    for place in [*range(0, 300, 7), *range(300, len(data), 211), len(data) - 1]:
        changed = bytearray(data)
        changed[place] ^= 0x10
        seen.add(refusal(bytes(changed)))
    assert seen <= {"changed", "foreign", "truncated", "trailing", "header"}
    assert "changed" in seen


def test_bytes_after_the_end_are_noticed(refusal, policy_file):
    assert refusal(policy_file.read_bytes() + b"\0") == "trailing"


def test_no_file_at_all_is_said_so(refusal):
    assert refusal(None, "nothing.rlp") == "missing"


def test_a_zero_byte_in_the_name_is_no_file():
    with pytest.raises(BadFileError) as caught:
        load_policy("a\0b.rlp")
    assert caught.value.reason == "missing"


def test_a_folder_is_refused(refusal, tmp_path):
    (tmp_path / "folder.rlp").mkdir()
    assert refusal(None, "folder.rlp") == "not_a_file"


def test_an_enormous_sparse_file_is_refused_unread(refusal, tmp_path):
    with open(tmp_path / "sparse.rlp", "wb") as file:
        file.truncate(8 << 30)
    tracemalloc.start()
    assert refusal(None, "sparse.rlp") == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


if sys.platform != "win32":

    def test_a_pipe_is_refused_without_waiting_for_its_other_end(refusal, tmp_path):
        os.mkfifo(tmp_path / "pipe.rlp")
        assert refusal(None, "pipe.rlp") == "not_a_file"

    def test_a_pipe_that_takes_the_place_of_a_file_in_the_last_moment_is_refused(
        refusal, policy_file, tmp_path, monkeypatch
    ):
        os.mkfifo(tmp_path / "pipe.rlp")
        status = os.stat(policy_file)
        monkeypatch.setattr(os, "stat", lambda path: status)
        signal.alarm(5)  # ends the process if opening waits for the other end
        assert refusal(None, "pipe.rlp") == "not_a_file"
        signal.alarm(0)

    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
    def test_a_device_is_refused_also_behind_a_link(refusal, tmp_path, device):
        (tmp_path / "device.rlp").symlink_to(device)
        assert refusal(None, "device.rlp") == "not_a_file"

    def test_a_link_that_leads_to_itself_is_refused(refusal, tmp_path):
        (tmp_path / "loop.rlp").symlink_to(tmp_path / "loop.rlp")
        assert refusal(None, "loop.rlp") == "unreadable"


@pytest.mark.parametrize("load", [load_session, load_session_manifest])
def test_a_huge_file_that_is_no_session_is_refused_by_its_first_bytes(tmp_path, load):
    path = tmp_path / "film.rls"
    with open(path, "wb") as file:
        file.write(b"\x1aE\xdf\xa3 a film")
        file.truncate(SESSION.max_bytes)  # of zeros, which take no room on most disks
    tracemalloc.start()
    try:
        with pytest.raises(BadFileError) as refused:
            load(path)
        _size, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.reason == "foreign"
    assert peak < 1 << 20
