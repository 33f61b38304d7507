"""A policy to save, and a forger who can put a correct checksum on anything."""

from __future__ import annotations

import json

import numpy as np

from playground.agents.nn.architecture import Architecture, named_layers
from playground.engine.evaluation.policy import Policy
from playground.engine.evaluation.result import Evaluation
from playground.engine.presets.catalogue import PRESETS
from playground.store.format.container import checksum
from playground.store.format.kind import FileKind
from playground.store.policy.file import POLICY
from playground.store.session.older_layout import relaid, size_before


def size_place(kind: FileKind) -> int:
    """Return where the twelve digits of the size stand."""
    return 8 + len('{"__metadata__":{"manifest":"{\\"format\\":\\"') + len(kind.format) + len('\\",\\"size\\":\\"')


def checksum_place(kind: FileKind) -> int:
    return size_place(kind) + 12 + len('\\",\\"checksum\\":\\"')


SIZE_PLACE, CHECKSUM_PLACE = size_place(POLICY), checksum_place(POLICY)


def make_policy(seed=3, hidden_layers=(24, 24), **values):
    settings = PRESETS.get("tutorial").settings().with_values({"seed": seed, "hidden_layers": hidden_layers})
    architecture = Architecture((4, *hidden_layers, 2))
    drawn = np.random.default_rng(seed).normal(size=size_before(architecture)).astype(np.float32)  # as in the fixtures
    flat = relaid(drawn, architecture)
    return Policy(
        settings=settings,
        values=settings.values() | {"gamma": 0.5, "epsilon": 0.123456789012345},
        weights=named_layers(architecture, flat, "q"),
        step=12_345,
        n_episodes=67,
        n_updates=12_282,
        evaluation=Evaluation((500.0, 9.0, 31.5), (500, 9, 31)),
        title='My “best” one\n\\ "checksum":"',
        **values,
    )


def signed(data: bytes, kind: FileKind = POLICY) -> bytes:
    """Return `data` with the size and the checksum it should have."""
    at = size_place(kind)
    data = data[:at] + f"{len(data):012d}".encode() + data[at + 12 :]
    at = checksum_place(kind)
    return data[:at] + checksum(data, kind).encode() + data[at + 64 :]


class Forger:
    """Takes a good file apart, lets a test change a part, and puts it together with a correct checksum."""

    def __init__(self, data: bytes, kind: FileKind = POLICY) -> None:
        self._kind = kind
        length = int.from_bytes(data[:8], "little")
        self.header = json.loads(data[8 : 8 + length])
        self.manifest = json.loads(self.header["__metadata__"]["manifest"])
        self.payload = data[8 + length :]

    def made(self, raw=None) -> bytes:
        """Return the file; `raw` may replace text in the header as it is written."""
        self.header["__metadata__"]["manifest"] = json.dumps(self.manifest, separators=(",", ":"))
        text = json.dumps(self.header, separators=(",", ":"), ensure_ascii=False)
        if raw is not None:
            assert raw[0] in text, "nothing to replace"
            text = text.replace(*raw, 1)
        header = text.encode("utf-8", "surrogatepass")
        header += b" " * (-len(header) % 8)
        return signed(len(header).to_bytes(8, "little") + header + self.payload, self._kind)
