"""A file that is not sound is refused for the right reason, in words, at once, and nothing of it is run."""

from __future__ import annotations

import io
import os
import pickle
import signal
import struct
import sys
import time
import tracemalloc
import zipfile
import zlib

import pytest

from playground.errors import FileError
from playground.store.policy.file import POLICY, load_policy
from playground.store.safe.errors import REASONS, BadFileError


@pytest.fixture
def refusal(tmp_path):
    """Give what load_policy says to some bytes, or to a path that already is something."""

    def of(content, name="bad.rlp"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        begun = time.perf_counter()
        with pytest.raises(BadFileError) as caught:
            load_policy(path)
        assert time.perf_counter() - begun < 1
        error = caught.value
        assert isinstance(error, FileError)
        assert path.name in str(error)
        assert "Nothing was changed." in str(error)
        assert "{" not in str(error)
        assert error.reason in REASONS
        return error.reason

    return of


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


# Files that somebody else made, or that an accident did to.


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


# Files that somebody made on purpose: from here on every checksum is correct.


def test_the_forger_makes_files_that_open(forger, tmp_path, policy):
    path = tmp_path / "forged.rlp"
    path.write_bytes(forger.made())
    assert load_policy(path).weights_sha256 == policy.weights_sha256


@pytest.mark.parametrize(
    "raw",
    [
        ('"q.0.bias":', '"q.0.bias":{"dtype":"F32","shape":[24],"data_offsets":[0,96]},"q.0.bias":'),
        ('\\"gamma\\":0.95', '\\"gamma\\":0.95,\\"gamma\\":0.5'),
        ('\\"gamma\\":0.95', '\\"gamma\\":NaN'),
        ('\\"gamma\\":0.95', '\\"gamma\\":-Infinity'),
        ('\\"gamma\\":0.95', '\\"gamma\\":1e999'),
        ('\\"gamma\\":0.95', '\\"gamma\\":1' + "0" * 5000),
        ('\\"gamma\\":0.95', '\\"gamma\\":' + "[" * 100_000),
        ('"shape":[24]', '"shape":' + "[" * 100_000),
        ('"shape":[24]', '"shape":' + '{"a":' * 20 + "1" + "}" * 20),
        ('"data_offsets":[2888,3080]}}', '"' + '\\"' * 60_000),
        ('"shape":[24]', '"shape":[' + "1," * 5000 + "24]"),
        ('"shape":[24]', '"shape":[-24]'),
        ('"shape":[24]', '"shape":[24.0]'),
        ('"shape":[24]', '"shape":[true]'),
        ('"shape":[24]', '"shape":[24],"extra":1'),
        ('"data_offsets":[0,96]', '"data_offsets":[0]'),
        ('"data_offsets":[0,96]', '"data_offsets":[0,99999999999999999999]'),
        ('"__metadata__":{"manifest":', '"__metadata__":{"manifest":'[:-1] + " :"),
        (',"q.0.bias"', ',"__metadata__":{},"q.0.bias"'),
        ('\\"gamma\\"', "\udcff"),
    ],
)
def test_a_header_with_liberties_is_refused(refusal, forger, raw):
    assert refusal(forger.made(raw)) in {"header", "foreign"}


def test_a_header_longer_than_any_policy_needs_is_refused(refusal, forger):
    assert refusal(forger.made(('"q.0.bias":', " " * 300_000 + '"q.0.bias":'))) == "header"


def test_a_header_that_ends_elsewhere_is_refused(refusal, forger, sign):
    data = forger.made()
    for length in (2**63, len(data), 300, int.from_bytes(data[:8], "little") + 8):
        assert refusal(sign(length.to_bytes(8, "little") + data[8:])) == "header"


def test_more_metadata_than_the_manifest_is_refused(refusal, forger):
    forger.header["__metadata__"]["more"] = "x"
    assert refusal(forger.made()) == "header"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": 3}, "newer"),
        ({"schema": 2}, "manifest"),  # without what it adds
        ({"schema": 0}, "manifest"),
        ({"schema": True}, "manifest"),
        ({"schema": "1"}, "manifest"),
        ({"environment": "os:system-v0"}, "environment"),
        ({"environment": "cartpole-v1"}, "environment"),
        ({"environment": ["CartPole-v1"]}, "manifest"),
        ({"environment": "\x1b[2J\u202eCartPole"}, "environment"),
        ({"algorithm": "sarsa"}, "algorithm"),
        ({"algorithm": None}, "manifest"),
        ({"layer_sizes": [4, 25, 24, 2]}, "manifest"),
        ({"layer_sizes": [4, 10**12, 24, 2]}, "manifest"),
        ({"title": 5}, "manifest"),
        ({"title": "x" * 201}, "manifest"),
        ({"title": "\ud800"}, "manifest"),
        ({"created": "yesterday"}, "manifest"),
        ({"preset": {}}, "manifest"),
        ({"extra": 1}, "manifest"),
        ({"settings": []}, "manifest"),
        ({"values": None}, "manifest"),
        ({"progress": {"steps": 1, "episodes": 1}}, "manifest"),
        ({"progress": {"steps": -1, "episodes": 1, "updates": 1}}, "manifest"),
        ({"progress": {"steps": 1.0, "episodes": 1, "updates": 1}}, "manifest"),
        ({"progress": {"steps": True, "episodes": 1, "updates": 1}}, "manifest"),
        ({"evaluation": 475}, "manifest"),
        ({"evaluation": {"returns": [], "lengths": []}}, "manifest"),
        ({"evaluation": {"returns": [1.0, 2.0], "lengths": [1]}}, "manifest"),
        ({"evaluation": {"returns": ["500"], "lengths": [1]}}, "manifest"),
        ({"evaluation": {"returns": [False], "lengths": [1]}}, "manifest"),
        ({"versions": {"torch": 2}}, "manifest"),
        ({"versions": {str(n): "1" for n in range(21)}}, "manifest"),
    ],
)
def test_a_manifest_with_a_wrong_value_is_refused(refusal, forger, change, reason):
    forger.manifest.update(change)
    assert refusal(forger.made()) == reason


@pytest.mark.parametrize(
    "pair",
    [
        {"environment": "Pendulum-v1"},  # whose actions are continuous
        {"algorithm": "q-table", "settings": {"bins": [4, 4]}},  # for four numbers
    ],
)
def test_an_algorithm_that_does_not_suit_the_environment_is_refused(refusal, forger, pair):
    forger.manifest.update(pair)
    assert refusal(forger.made()) == "settings"


@pytest.mark.parametrize("key", ["schema", "title", "environment", "settings", "evaluation", "versions"])
def test_a_manifest_with_a_missing_key_is_refused(refusal, forger, key):
    del forger.manifest[key]
    assert refusal(forger.made()) == "manifest"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gamma", 2),
        ("gamma", "0.95"),
        ("gamma", True),
        ("gamma", None),
        ("batch_size", 64.5),
        ("batch_size", 4000),  # larger than the buffer
        ("hidden_layers", [24, 0]),
        ("hidden_layers", [4096] * 9),
        ("hidden_layers", 24),
        ("loss", "\x1b]0;title\x07"),
        ("loss", []),
        ("__class__", 1),
        ("nonsense", 1),
    ],
)
@pytest.mark.parametrize("part", ["settings", "values"])
def test_a_hyperparameter_that_is_not_allowed_is_refused(refusal, forger, part, name, value):
    forger.manifest[part][name] = value
    assert refusal(forger.made()) == "settings"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("length", 11),
        ("length", 0),
        ("length", "0.5"),
        ("length", True),
        ("length", None),
        ("gravity", [9.8]),
        ("gama", 0.5),
        ("gamma", 0.5),
        ("record_kind", "x"),
    ],
)
@pytest.mark.parametrize("part", ["environment_settings", "environment_values"])
def test_a_parameter_of_the_environment_that_is_not_allowed_is_refused(refusal, forger_elsewhere, part, name, value):
    forger_elsewhere.manifest[part][name] = value
    assert refusal(forger_elsewhere.made()) == "settings"


@pytest.mark.parametrize("part", ["environment_settings", "environment_values"])
def test_parameters_of_the_environment_that_are_no_table_or_missing_or_in_an_older_file_are_refused(
    refusal, forger_elsewhere, forger, part
):
    values = forger_elsewhere.manifest[part]
    for wrong in (None, [], 5, "length"):
        forger_elsewhere.manifest[part] = wrong
        assert refusal(forger_elsewhere.made()) == "manifest"
    del forger_elsewhere.manifest[part]
    assert refusal(forger_elsewhere.made()) == "manifest"
    forger.manifest[part] = values
    assert refusal(forger.made()) == "manifest"


def test_values_that_cannot_differ_from_the_settings_must_not(refusal, forger):
    forger.manifest["values"]["seed"] += 1
    assert refusal(forger.made()) == "manifest"


def test_settings_for_another_network_than_the_one_inside_are_refused(refusal, forger):
    for part in ("settings", "values"):
        forger.manifest[part]["hidden_layers"] = [4096] * 8
    forger.manifest["layer_sizes"] = [4, *[4096] * 8, 2]
    assert refusal(forger.made()) == "tensors"


def test_text_from_a_file_is_shown_without_its_control_characters(forger, tmp_path):
    forger.manifest["environment"] = "\x1b[2J\u202eCartPole"
    path = tmp_path / "bad.rlp"
    path.write_bytes(forger.made())
    with pytest.raises(BadFileError) as caught:
        load_policy(path)
    assert str(caught.value).isprintable()
    assert "\\x1b[2J\\u202eCartPole" in str(caught.value)


@pytest.mark.parametrize("dtype", ["F16", "F64", "I32", "BF16", "F33"])
def test_weights_of_another_type_are_refused(refusal, forger, dtype):
    forger.header["q.0.bias"]["dtype"] = dtype
    assert refusal(forger.made()) == "dtype"


def test_a_missing_or_an_extra_tensor_is_refused(refusal, forger):
    item = forger.header.pop("q.0.bias")
    forger.header["q.7.bias"] = item
    assert refusal(forger.made()) == "tensors"
    forger.header["q.0.bias"] = item | {"shape": [0], "data_offsets": [0, 0]}
    assert refusal(forger.made()) == "tensors"


def test_weights_of_another_shape_are_refused(refusal, forger):
    forger.header["q.0.weight"]["shape"] = [4, 24]
    assert refusal(forger.made()) == "shape"


def test_no_tensors_at_all_or_thousands_are_refused(refusal, forger):
    for name in list(forger.header):
        if name != "__metadata__":
            del forger.header[name]
    forger.payload = b""
    assert refusal(forger.made()) == "header"
    for number in range(3000):
        forger.header[str(number)] = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    assert refusal(forger.made()) == "header"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_weights_that_are_not_finite_are_refused(refusal, forger, number):
    forger.payload = forger.payload[:-4] + struct.pack("<f", number)
    assert refusal(forger.made()) == "not_finite"


def test_bytes_that_belong_to_no_tensor_are_refused(refusal, forger):
    forger.payload += b"\0" * 8
    assert refusal(forger.made()) == "layout"


def test_a_hole_between_tensors_is_refused(refusal, forger):
    forger.payload = forger.payload[:96] + b"\0" * 8 + forger.payload[96:]
    for name, item in forger.header.items():
        if name not in ("__metadata__", "q.0.bias"):
            item["data_offsets"] = [offset + 8 for offset in item["data_offsets"]]
    assert refusal(forger.made()) == "layout"


def test_tensors_that_share_bytes_are_refused(refusal, forger):
    forger.header["q.1.bias"]["data_offsets"] = forger.header["q.0.bias"]["data_offsets"]
    assert refusal(forger.made()) == "layout"


def test_an_absurd_shape_is_refused_before_anything_of_that_size_is_made(refusal, forger):
    forger.header["q.0.weight"]["shape"] = [2**50, 2**50]
    assert refusal(forger.made()) == "layout"
    forger.header["q.0.weight"]["shape"] = [2**50, 0]
    assert refusal(forger.made()) == "layout"


def test_a_payload_shorter_than_the_tensors_is_refused(refusal, forger):
    forger.payload = forger.payload[:-8]
    assert refusal(forger.made()) == "layout"
