"""The proofs of `bench faults`: what must hold whatever is done to files and runs."""

from __future__ import annotations

from types import ModuleType

from tests.faults import autosave, disk, hostile, kill, loader, resume, rewind, same_bits, sequences, sessions

PROOFS: dict[str, ModuleType] = {  # by the words of `bench`, in the order they are run in
    "faults-loader": loader,
    "faults-hostile": hostile,
    "faults-kill": kill,
    "faults-disk": disk,
    "faults-sessions": sessions,
    "faults-same-bits": same_bits,
    "faults-resume": resume,
    "faults-rewind": rewind,
    "faults-autosave": autosave,
    "faults-sequences": sequences,
}
