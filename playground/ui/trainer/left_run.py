"""A run that was left for another one: what there is of it to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.store.recent_runs import LEAST_STEPS

if TYPE_CHECKING:
    from playground.engine.history.archive import Archive
    from playground.ui.trainer.snapshot import Snapshot


@dataclass(frozen=True)
class LeftRun:
    """A run that another took the place of, or the fork beside one."""

    archive: Archive
    is_fork: bool = False


def is_kept_when_left(snapshot: Snapshot) -> bool:
    """Return whether the run that is shown stays within reach when another begins."""
    settings = snapshot.settings
    return settings is not None and settings.card.restored_by != "none" and snapshot.newest_steps >= LEAST_STEPS
