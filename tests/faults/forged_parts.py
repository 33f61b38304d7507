"""Files as somebody makes them on purpose: their parts are changed one by one, and every checksum is right.

Each change returns the outcomes that are right for it, reasons or ACCEPTED, as an independent reading of the rules: most
often exactly one.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np

from tests.faults.loader import ACCEPTED
from tests.faults.odd_values import (
    MOST_HEADER,
    MOST_TENSORS,
    TEXTS,
    anything,
    is_count,
    is_no_part_of_a_header,
    is_text,
    takes_liberties,
)
from tests.store.forging import SIZE_PLACE, Forger, signed

INSIDE = {
    "header",
    "newer",
    "manifest",
    "environment",
    "algorithm",
    "settings",
    "tensors",
    "dtype",
    "shape",
    "layout",
    "not_finite",
    ACCEPTED,
}
KEPT = ("format", "size", "checksum")  # at their fixed places
# The manifest


def _another_value(lot: Random, forger: Forger) -> set[str]:
    name = lot.choice([name for name in forger.manifest if name not in KEPT])
    was, value = forger.manifest[name], anything(lot)
    forger.manifest[name] = value
    if value == was and type(value) is type(was):
        return {ACCEPTED}
    if name in ("title", "preset"):
        return {ACCEPTED if is_text(value) else "manifest"}
    if name == "schema":
        return {"newer" if is_count(value) and value > 2 else "manifest"}
    if name in ("environment", "algorithm"):
        return {name, "settings", "manifest", "tensors", "shape", ACCEPTED} if is_text(value) else {"manifest"}
    if name == "evaluation" and value is None:
        return {ACCEPTED}
    if name == "versions" and isinstance(value, dict):
        return {ACCEPTED if all(map(is_text, [*value, *value.values()])) else "manifest"}
    if name in ("settings", "values", "environment_settings", "environment_values") and isinstance(value, dict):
        return {"settings", "manifest", "tensors", "shape", ACCEPTED}
    return {"manifest"}


def _a_key_gone(lot: Random, forger: Forger) -> set[str]:
    del forger.manifest[lot.choice([name for name in forger.manifest if name not in KEPT])]
    return {"manifest"}


def _a_key_too_many(lot: Random, forger: Forger) -> set[str]:
    name = lot.choice(TEXTS)
    forger.manifest[name + "?" if name in forger.manifest else name] = anything(lot)
    return {"manifest"}


def _another_number(lot: Random, forger: Forger) -> set[str]:
    """Change a number of the progress, the evaluation or the layers."""
    progress, evaluation = forger.manifest["progress"], forger.manifest["evaluation"]
    value = anything(lot)
    if lot.random() < 0.4 or evaluation is None:
        progress[lot.choice(sorted(progress))] = value
        return {ACCEPTED if is_count(value) else "manifest"}
    if lot.random() < 0.5:
        evaluation["lengths"][lot.randrange(len(evaluation["lengths"]))] = value
        return {ACCEPTED if is_count(value) else "manifest"}
    evaluation["returns"][lot.randrange(len(evaluation["returns"]))] = value
    return {ACCEPTED if type(value) in (int, float) else "manifest"}


def _evaluation_of_another_length(lot: Random, forger: Forger) -> set[str]:
    n_returns, n_lengths = (lot.choice((0, 1, 3, 3, 10_000, 10_001)) for _ in range(2))
    forger.manifest["evaluation"] = {"returns": [1.5] * n_returns, "lengths": [1] * n_lengths}
    return {ACCEPTED if 0 < n_returns == n_lengths <= 10_000 else "manifest"}


def _another_setting(lot: Random, forger: Forger) -> set[str]:
    """Change a hyperparameter, or a parameter of the environment: its value, its name, or whether it is there."""
    parts = [
        part for part in ("settings", "values", "environment_settings", "environment_values") if part in forger.manifest
    ]
    chosen = [lot.choice(parts)] if lot.random() < 0.7 else parts[:2]  # in both, as a network of another size is
    values = forger.manifest[chosen[0]]
    if not values:
        return {ACCEPTED}
    name, value, how = lot.choice(sorted(values)), anything(lot), lot.random()
    for part in chosen:
        if how < 0.1:
            forger.manifest[part][lot.choice(TEXTS)] = value
        elif how < 0.2:
            forger.manifest[part].pop(name, None)
        elif name in forger.manifest[part]:
            forger.manifest[part][name] = _nearby(lot, values[name]) if how < 0.5 else value
    return {"settings", "manifest", "tensors", "shape", ACCEPTED}


def _nearby(lot: Random, value: Any) -> Any:
    """Return a number not far from `value`, or another kind of thing that looks like it."""
    if isinstance(value, list) and value:
        return [_nearby(lot, value[0]), *value[1:]]
    if type(value) in (int, float):
        return lot.choice(
            (value + 1, value - 1, -value, value * 2, value / 2, float(value), str(value), [value], value * 1e6)
        )
    return lot.choice((None, 0, not value, str(value), [value]))


def _versions(lot: Random, forger: Forger) -> set[str]:
    words = forger.manifest["versions"]
    name, word = lot.choice(TEXTS), anything(lot)
    words[name] = word
    if lot.random() < 0.2:
        words.update({str(number): "1" for number in range(20)})
    return {ACCEPTED if len(words) <= 20 and is_text(name) and is_text(word) else "manifest"}


# The header and the payload


def _tensors(forger: Forger) -> list[str]:
    return [name for name in forger.header if name != "__metadata__"]


def _another_type(lot: Random, forger: Forger) -> set[str]:
    item, value = forger.header[lot.choice(_tensors(forger))], lot.choice(("F64", "I64", "BOOL", "F32", anything(lot)))
    item["dtype"] = value
    return {"header"} if is_no_part_of_a_header(value) else {ACCEPTED if value == "F32" else "dtype"}


def _another_shape(lot: Random, forger: Forger) -> set[str]:
    item = forger.header[lot.choice(_tensors(forger))]
    was = item["shape"]
    some = (
        [*was, 1],
        was[::-1],
        [0, *was],
        [math.prod(was)],
        [2**50, 2**50],
        [1] * 9,
        [-1, *was],
        [*map(float, was)],
        was[:-1],
    )
    value = item["shape"] = lot.choice((*some, anything(lot)))
    if is_no_part_of_a_header(value) or not isinstance(value, list) or len(value) > 8 or not all(map(is_count, value)):
        return {"header"}
    return {"layout"} if math.prod(value) != math.prod(was) else {ACCEPTED if value == was else "shape"}


def _other_offsets(lot: Random, forger: Forger) -> set[str]:
    item = forger.header[lot.choice(_tensors(forger))]
    begin, end = was = item["data_offsets"]
    some = (
        [begin + 4, end + 4],
        [begin - 4, end - 4],
        [end, begin],
        [0, end - begin],
        [begin, end + 4],
        [begin, 2**53],
        [0, 2**63],
    )
    value = item["data_offsets"] = lot.choice((*some, [begin, end], [begin], [begin, end, end], anything(lot)))
    if is_no_part_of_a_header(value) or not isinstance(value, list) or len(value) != 2 or not all(map(is_count, value)):
        return {"header"}
    return {ACCEPTED if value == was else "layout"}


def _a_tensor_gone_or_more(lot: Random, forger: Forger) -> set[str]:
    names, how = _tensors(forger), lot.randrange(6)
    if how == 0:
        del forger.header[lot.choice(names)]
        return {"layout" if len(names) > 1 else "header"}
    if how == 1:
        for name in names:
            del forger.header[name]
        return {"header"}
    if how == 2:  # between two others
        end = forger.header[lot.choice(names)]["data_offsets"][1]
        forger.header[lot.choice(TEXTS)] = {"dtype": "F32", "shape": [0], "data_offsets": [end, end]}
        return {"tensors", "header"}  # header: a name that is half a character
    if how == 3:
        n_more = lot.choice((200, 300, 3000))
        forger.header.update(
            {f"t{number}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for number in range(n_more)}
        )
        return {"header" if n_more + len(names) > MOST_TENSORS else "tensors"}
    name, value = lot.choice(names), anything(lot)
    if how == 4:
        forger.header[name] = value
        return {"header"}
    key = lot.choice(("dtype", "shape", "data_offsets", lot.choice(TEXTS)))
    forger.header[name].pop(key, None) if lot.random() < 0.5 else forger.header[name].update({key + "?": value})
    return {"header", ACCEPTED}


def _names_exchanged(lot: Random, forger: Forger) -> set[str]:
    one, two = lot.choice(_tensors(forger)), lot.choice(_tensors(forger))
    header = forger.header
    header[one], header[two] = header[two], header[one]
    return {ACCEPTED if header[one]["shape"] == header[two]["shape"] else "shape"}


def _another_name(lot: Random, forger: Forger) -> set[str]:
    name = lot.choice(_tensors(forger))
    forger.header[lot.choice(TEXTS) + name[:1]] = forger.header.pop(name)
    return {"tensors", "header"}


def _more_metadata(lot: Random, forger: Forger) -> set[str]:
    forger.header["__metadata__"][lot.choice(TEXTS)] = lot.choice(("x", 1, None, []))
    return {"header"}


def _other_numbers(lot: Random, forger: Forger) -> set[str]:
    """Change the weights: any finite ones are as good as any others."""
    payload = bytearray(forger.payload)
    for _ in range(lot.randint(1, 8)):
        at = lot.randrange(0, len(payload) - 3, 4)
        if lot.random() < 0.9:
            payload[at + lot.randrange(4)] ^= 1 << lot.randrange(8)
        else:
            payload[at : at + 4] = np.float32(lot.choice((np.nan, np.inf, -np.inf, 0, 3.4e38, 1e-45))).tobytes()
    forger.payload = bytes(payload)
    return {ACCEPTED if np.isfinite(np.frombuffer(payload, "<f4")).all() else "not_finite"}


def _payload_of_another_length(lot: Random, forger: Forger) -> set[str]:
    length = lot.choice((1, 4, 8, 512))
    forger.payload = lot.choice(
        (forger.payload + bytes(length), forger.payload[:-length], bytes(length) + forger.payload)
    )
    return {"layout"}


Change = Callable[[Random, Forger], set[str]]
CHANGES: dict[str, Change] = {
    change.__name__.strip("_").replace("_", " "): change
    for change in (
        _another_value,
        _another_value,
        _a_key_gone,
        _a_key_too_many,
        _another_number,
        _evaluation_of_another_length,
        _another_setting,
        _versions,
        _another_type,
        _another_shape,
        _other_offsets,
        _a_tensor_gone_or_more,
        _names_exchanged,
        _another_name,
        _more_metadata,
        _other_numbers,
        _payload_of_another_length,
    )
}


def changed_in_parts(lot: Random, good: bytes) -> tuple[str, bytes, set[str]]:
    """Make one change or two; return what was done, the file, and the outcomes that are right for it."""
    first, second = lot.sample(list(CHANGES), 2)
    if lot.random() < 0.7:
        second = ""
    forger = Forger(good)
    right = CHANGES[first](lot, forger)
    if second:
        once = copy.deepcopy(forger)
        try:
            right = right | CHANGES[second](lot, forger) | {ACCEPTED}  # it may undo the first
        except (TypeError, KeyError, ValueError, IndexError):
            forger = once
            second = "nothing else, for there was nothing left to change"
    data = forger.made()
    if takes_liberties(forger.manifest) or int.from_bytes(data[:8], "little") > MOST_HEADER:
        right = {"header"}
    return f"{first} and {second}" if second else first, data, right


def changed_as_text(lot: Random, good: bytes) -> tuple[bytes, set[str]]:
    """Change the header as text, where no careful writer of JSON would."""
    length = int.from_bytes(good[:8], "little")
    header, payload = bytearray(good[8 : 8 + length]), good[8 + length :]
    how, at = lot.randrange(7), lot.randrange(SIZE_PLACE - 8, length)
    right = set(INSIDE) | {"foreign"}
    if how < 3:
        for _ in range(lot.randint(1, 4)):
            at = lot.randrange(length)
            header[at] = lot.choice(b'"\\{}[],:0129-+.eE \0\x7f\xff') if how else header[at] ^ 1 << lot.randrange(8)
    elif how == 3:
        del header[at : at + lot.randint(1, 20)]
    elif how == 4:
        header[at:at] = lot.choice(
            (
                b'"',
                b"\\",
                b",",
                b"[" * 20,
                b'{"a":' * 20,
                b"9" * 5000,
                b"NaN",
                b"-Infinity",
                b"1e999",
                b"[]," * 60_000,
                b" " * 300_000,
            )
        )
    elif how == 5:  # the length of the header says something else
        wrong = lot.choice((0, 1, length - 1, length - 8, length + 1, length + 8, len(good), 2**31, 2**63, 2**64 - 1))
        return signed(wrong.to_bytes(8, "little") + bytes(header) + payload), {"header", "layout"}
    else:
        text = header.decode("utf-8")
        key = lot.choice([part for part in text.split('"') if part.isidentifier() or part[:-1].isidentifier()])
        header = bytearray(
            text.replace(f'"{key}"', f'"{key}":1,"{key}"', 1), "utf-8"
        )  # twice the same key, or nonsense
        right = {"header", "foreign"}
    return signed(len(header).to_bytes(8, "little") + bytes(header) + payload), right
