"""The child that loads the heaviest files once each: time and memory."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playground.agents.nn.backend import prepare_thread
from playground.store.policy.file import POLICY, load_policy, policy_bytes
from playground.store.safe.errors import BadFileError
from tests.bench.child import tell
from tests.bench.status import resident_mb
from tests.store.forging import Forger, make_policy, signed

LARGEST = (2000, 2000)  # layers; of a policy of 15.3 MiB
ROOM = 250_000  # characters of the header that a text may take


def heavy_files() -> Iterator[tuple[str, bytes]]:
    """Return names and contents, one after the other, for together they are large."""
    large = policy_bytes(make_policy(hidden_layers=LARGEST))
    yield "the largest policy", large
    yield "the largest policy, changed", large[:-1] + b"\x7f"
    yield "the largest policy, not finite at its end", signed(large[:-4] + b"\0\0\xc0\x7f")
    yield "the largest policy, cut off", large[:-1]
    yield "the largest file of nothing", bytes(POLICY.max_bytes)
    yield "the largest file of brackets", large[:8] + b"[" * (POLICY.max_bytes - 8)
    small = policy_bytes(make_policy())
    for name, text in {
        "empty objects": "{}," * (ROOM // 3) + "0",
        "empty lists": "[]," * (ROOM // 3) + "0",
        "zeros": "0," * (ROOM // 2) + "0",
        "fewer objects": "{}," * 49_000 + "0",
        "fewer texts": '"",' * 49_000 + "0",
        "numbers": "1.5e-7," * (ROOM // 7) + "0",
    }.items():
        forger = Forger(small)
        yield f"a header of {name}", forger.made(('"q.0.bias":', f'"x":[{text}],"q.0.bias":'))
    for name, value in {
        "objects": [{} for _ in range(20_000)],
        "keys": {str(number): {} for number in range(15_000)},
        "one text": "é" * 40_000,
        "escapes": '\0\n"\\' * 8000,
    }.items():
        forger = Forger(small)
        forger.manifest["settings"]["hidden_layers"] = value
        yield f"a manifest of {name}", forger.made()
    forger = Forger(small)
    for number in range(3000):
        forger.header[str(number)] = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    yield "thousands of tensors", forger.made()


def measured() -> dict[str, Any]:
    """Return ms, extra MB and the outcome of each."""
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "heavy.rlp"
        path.write_bytes(policy_bytes(make_policy()))
        load_policy(path)
        for name, data in heavy_files():
            path.write_bytes(data)
            del data
            Path("/proc/self/clear_refs").write_text("5")  # the peak of memory counts from here
            before, begun = resident_mb(), time.perf_counter()
            try:
                load_policy(path)
                outcome = "accepted"
            except BadFileError as error:
                outcome = error.reason
            result[name] = {
                "ms": 1000 * (time.perf_counter() - begun),
                "extra_mb": resident_mb("VmHWM") - before,
                "outcome": outcome,
            }
    return result


if __name__ == "__main__":
    prepare_thread()
    tell(measured())
    sys.stdout.flush()
