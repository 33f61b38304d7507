"""Changes of the header and the weights of a policy file that somebody forges.

Each changes one thing and returns the outcomes that are right for it, reasons or ACCEPTED, as an independent reading of
the rules: most often exactly one.
"""

from __future__ import annotations

import math
from random import Random

import numpy as np

from playground.number_range import LARGEST
from tests.faults.loader import ACCEPTED
from tests.faults.odd_values import MOST_TENSORS, TEXTS, anything, is_count, is_no_part_of_a_header
from tests.store.forging import Forger


def _tensors(forger: Forger) -> list[str]:
    return [name for name in forger.header if name != "__metadata__"]


def another_type(rng: Random, forger: Forger) -> set[str]:
    item, value = forger.header[rng.choice(_tensors(forger))], rng.choice(("F64", "I64", "BOOL", "F32", anything(rng)))
    item["dtype"] = value
    return {"header"} if is_no_part_of_a_header(value) else {ACCEPTED if value == "F32" else "dtype"}


def another_shape(rng: Random, forger: Forger) -> set[str]:
    item = forger.header[rng.choice(_tensors(forger))]
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
    value = item["shape"] = rng.choice((*some, anything(rng)))
    if is_no_part_of_a_header(value) or not isinstance(value, list) or len(value) > 8 or not all(map(is_count, value)):
        return {"header"}
    return {"layout"} if math.prod(value) != math.prod(was) else {ACCEPTED if value == was else "shape"}


def other_offsets(rng: Random, forger: Forger) -> set[str]:
    item = forger.header[rng.choice(_tensors(forger))]
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
    value = item["data_offsets"] = rng.choice((*some, [begin, end], [begin], [begin, end, end], anything(rng)))
    if is_no_part_of_a_header(value) or not isinstance(value, list) or len(value) != 2 or not all(map(is_count, value)):
        return {"header"}
    return {ACCEPTED if value == was else "layout"}


def a_tensor_gone_or_more(rng: Random, forger: Forger) -> set[str]:
    names, how = _tensors(forger), rng.randrange(6)
    if how == 0:
        del forger.header[rng.choice(names)]
        return {"layout" if len(names) > 1 else "header"}
    if how == 1:
        for name in names:
            del forger.header[name]
        return {"header"}
    if how == 2:  # between two others
        end = forger.header[rng.choice(names)]["data_offsets"][1]
        forger.header[rng.choice(TEXTS)] = {"dtype": "F32", "shape": [0], "data_offsets": [end, end]}
        return {"tensors", "header"}  # header: a name that is half a character
    if how == 3:
        n_more = rng.choice((200, 300, 3000))
        forger.header.update(
            {f"t{number}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for number in range(n_more)}
        )
        return {"header" if n_more + len(names) > MOST_TENSORS else "tensors"}
    name, value = rng.choice(names), anything(rng)
    if how == 4:
        forger.header[name] = value
        return {"header"}
    key = rng.choice(("dtype", "shape", "data_offsets", rng.choice(TEXTS)))
    forger.header[name].pop(key, None) if rng.random() < 0.5 else forger.header[name].update({key + "?": value})
    return {"header", ACCEPTED}


def names_exchanged(rng: Random, forger: Forger) -> set[str]:
    one, two = rng.choice(_tensors(forger)), rng.choice(_tensors(forger))
    header = forger.header
    header[one], header[two] = header[two], header[one]
    return {ACCEPTED if header[one]["shape"] == header[two]["shape"] else "shape"}


def another_name(rng: Random, forger: Forger) -> set[str]:
    name = rng.choice(_tensors(forger))
    forger.header[rng.choice(TEXTS) + name[:1]] = forger.header.pop(name)
    return {"tensors", "header"}


def more_metadata(rng: Random, forger: Forger) -> set[str]:
    forger.header["__metadata__"][rng.choice(TEXTS)] = rng.choice(("x", 1, None, []))
    return {"header"}


def other_numbers(rng: Random, forger: Forger) -> set[str]:
    """Change the weights: any in range are as good as any others."""
    payload = bytearray(forger.payload)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(0, len(payload) - 3, 4)
        if rng.random() < 0.9:
            payload[at + rng.randrange(4)] ^= 1 << rng.randrange(8)
        else:
            payload[at : at + 4] = np.float32(rng.choice((np.nan, np.inf, -np.inf, 0, 3.4e38, 1e-45))).tobytes()
    forger.payload = bytes(payload)
    numbers = np.frombuffer(payload, "<f4")
    if not np.isfinite(numbers).all():
        return {"not_finite"}
    return {ACCEPTED if (np.abs(numbers) <= LARGEST).all() else "too_large_numbers"}


def payload_of_another_length(rng: Random, forger: Forger) -> set[str]:
    length = rng.choice((1, 4, 8, 512))
    forger.payload = rng.choice(
        (forger.payload + bytes(length), forger.payload[:-length], bytes(length) + forger.payload)
    )
    return {"layout"}
