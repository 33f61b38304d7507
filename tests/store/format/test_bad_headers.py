"""A header that somebody forged, with a correct checksum, is refused."""

from __future__ import annotations

import pytest

from playground.store.policy.file import load_policy


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
