"""Weights that somebody forged, with a correct checksum, are refused for the right reason."""

from __future__ import annotations

import struct

import pytest


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


@pytest.mark.parametrize("number", [1.1e12, -3e38])
def test_weights_beyond_the_range_of_numbers_are_refused(refusal, forger, number):
    forger.payload = forger.payload[:-4] + struct.pack("<f", number)
    assert refusal(forger.made()) == "too_large_numbers"


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
