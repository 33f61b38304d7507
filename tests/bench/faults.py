"""The proofs that `bench faults` stands for: what must hold whatever is done to files, disks, processes and runs."""

from __future__ import annotations

from types import ModuleType

from tests.bench import (
    faults_autosave,
    faults_disk,
    faults_hostile,
    faults_kill,
    faults_loader,
    faults_resume,
    faults_rewind,
    faults_same_bits,
    faults_sequences,
    faults_sessions,
)

FAULTS: dict[str, ModuleType] = {
    "faults-loader": faults_loader, "faults-hostile": faults_hostile, "faults-kill": faults_kill, "faults-disk": faults_disk,
    "faults-sessions": faults_sessions,
    "faults-same-bits": faults_same_bits, "faults-resume": faults_resume, "faults-rewind": faults_rewind,
    "faults-autosave": faults_autosave,
    "faults-sequences": faults_sequences,
}  # fmt: skip
