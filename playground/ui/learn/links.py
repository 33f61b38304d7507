"""Links of lessons that show somebody something: the actions they may trigger, all of them harmless."""

from __future__ import annotations

from collections.abc import Iterable

SHOW_ME = (
    *("act_run", "act_step", "act_step_inside", "act_fork", "act_what_if", "act_evaluate", "act_replay"),
    *("act_play", "act_gallery", "act_compare", "act_training_film", "act_add_environment", "act_save"),
    *("act_save_video", "act_workspace_watch", "act_workspace_inside"),
)


def allowed(actions: Iterable[str]) -> frozenset[str]:
    """Return the names of those that there are."""
    return frozenset(SHOW_ME).intersection(actions)
