"""What the inputs of a run say of the rows of its log.

It follows from their list, so neither keyframes nor files hold it.
"""

from __future__ import annotations

from collections.abc import Iterable

from playground.agents.replay.added_episodes import AddedEpisodes
from playground.engine.run.inputs import Input


def rows_cut_off(inputs: Iterable[Input], n_sub_envs: int) -> list[int]:
    """Return the run's own rows with which these inputs ended an episode.

    They are the newest ones of the environment that is shown.
    """
    return [(entry.step - 1) * n_sub_envs for entry in inputs if entry.kind == "set_state" and entry.step]


def added_episodes(inputs: Iterable[Input]) -> AddedEpisodes:
    """Return which rows of the log are of the episodes that these inputs added."""
    return AddedEpisodes((entry.step, len(entry.payload["actions"])) for entry in inputs if entry.kind == "add_episode")
