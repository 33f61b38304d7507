"""Policy files that somebody forges: changed part by part, every checksum right."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random

from tests.faults import forged_header, forged_manifest
from tests.faults.loader import ACCEPTED
from tests.faults.odd_values import MOST_HEADER, takes_liberties
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
    "too_large_numbers",
    ACCEPTED,
}


Change = Callable[[Random, Forger], set[str]]
CHANGES: dict[str, Change] = {
    change.__name__.replace("_", " "): change
    for change in (
        forged_manifest.another_value,
        forged_manifest.another_value,
        forged_manifest.a_key_gone,
        forged_manifest.a_key_too_many,
        forged_manifest.another_number,
        forged_manifest.evaluation_of_another_length,
        forged_manifest.another_setting,
        forged_manifest.versions,
        forged_header.another_type,
        forged_header.another_shape,
        forged_header.other_offsets,
        forged_header.a_tensor_gone_or_more,
        forged_header.names_exchanged,
        forged_header.another_name,
        forged_header.more_metadata,
        forged_header.other_numbers,
        forged_header.payload_of_another_length,
    )
}


def changed_in_parts(rng: Random, good: bytes) -> tuple[str, bytes, set[str]]:
    """Make one change or two; return what was done, the file, and the outcomes that are right for it."""
    first, second = rng.sample(list(CHANGES), 2)
    if rng.random() < 0.7:
        second = ""
    forger = Forger(good)
    right = CHANGES[first](rng, forger)
    if second:
        once = copy.deepcopy(forger)
        try:
            right = right | CHANGES[second](rng, forger) | {ACCEPTED}  # it may undo the first
        except (TypeError, KeyError, ValueError, IndexError):
            forger = once
            second = "nothing else, for there was nothing left to change"
    data = forger.made()
    if takes_liberties(forger.manifest) or int.from_bytes(data[:8], "little") > MOST_HEADER:
        right = {"header"}
    return f"{first} and {second}" if second else first, data, right


def changed_as_text(rng: Random, good: bytes) -> tuple[bytes, set[str]]:
    """Change the header as text, where no careful writer of JSON would."""
    length = int.from_bytes(good[:8], "little")
    header, payload = bytearray(good[8 : 8 + length]), good[8 + length :]
    how, at = rng.randrange(7), rng.randrange(SIZE_PLACE - 8, length)
    right = set(INSIDE) | {"foreign"}
    if how < 3:
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(length)
            header[at] = rng.choice(b'"\\{}[],:0129-+.eE \0\x7f\xff') if how else header[at] ^ 1 << rng.randrange(8)
    elif how == 3:
        del header[at : at + rng.randint(1, 20)]
    elif how == 4:
        header[at:at] = rng.choice(
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
        wrong = rng.choice((0, 1, length - 1, length - 8, length + 1, length + 8, len(good), 2**31, 2**63, 2**64 - 1))
        return signed(wrong.to_bytes(8, "little") + bytes(header) + payload), {"header", "layout"}
    else:
        text = header.decode("utf-8")
        key = rng.choice([part for part in text.split('"') if part.isidentifier() or part[:-1].isidentifier()])
        header = bytearray(
            text.replace(f'"{key}"', f'"{key}":1,"{key}"', 1), "utf-8"
        )  # twice the same key, or nonsense
        right = {"header", "foreign"}
    return signed(len(header).to_bytes(8, "little") + bytes(header) + payload), right
