"""The keyframes of a session file, as columns.

They are read back with nothing in them that no run could have.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from playground.engine.history.archive import Archive, oldest_row_needed
from playground.engine.history.keyframe import Keyframe
from playground.engine.history.recipe import n_sub_envs
from playground.engine.run.divergence_guard import LearnerCopy
from playground.engine.run.inputs import Input
from playground.engine.run.session import new_metrics, rows_in_memory
from playground.engine.run.settings import Settings
from playground.store.session.agent import AgentForm, values_had
from playground.store.session.columns import (
    COUNT,
    Array,
    Fields,
    GeneratorStates,
    Several,
    Source,
    counts,
    require_state,
)
from playground.store.session.manifest import ManifestContent, Tables
from playground.store.session.parts import (
    check_sub_env,
    curves_column,
    curves_state,
    guard_column,
    guard_state,
    sub_env_column,
)


class KeyframeColumns:
    """Writer and reader of the keyframes of a run with these settings.

    What they share is written once.
    """

    def __init__(self, settings: Settings, tables: Tables) -> None:
        self._settings, self._tables = settings, tables
        self._n_sub_envs = n_sub_envs(settings)
        self._agent = AgentForm(settings)
        self._keyframe = Fields(
            {
                "calls": COUNT,
                "inputs": COUNT,
                "environment": counts(len(tables.environments) - 1),
                "agent": self._agent.column,
                "dice": Fields({name: GeneratorStates(like) for name, like in self._agent.rng.state().items()}),
                "lanes": Several(sub_env_column(settings), self._n_sub_envs),
                "guard": guard_column(),
                "curves": curves_column(new_metrics(settings), len(tables.marks)),
            }
        )
        self._memory = Fields({"step": COUNT, "agent": self._agent.column})

    def write(self, archive: Archive, out: dict[str, Array]) -> None:
        """Put them into arrays by the names that they have in a file."""
        memories = list({id(each): each for key in archive.keyframes for each in key.guard["memories"]}.values())
        numbers = {id(memory): number for number, memory in enumerate(memories)}
        marks = self._numbers_of_marks(archive)
        self._keyframe.write("keyframe", [self._parts(key, numbers, marks) for key in archive.keyframes], out)
        self._memory.write("memory", [{"step": memory.step, "agent": memory.state} for memory in memories], out)

    def _numbers_of_marks(self, archive: Archive) -> dict[int, int]:
        """Return the places in the table of all the marks, by their identity."""
        places = {mark: place for place, mark in enumerate(self._tables.marks)}
        marks = {id(mark): mark for keyframe in archive.keyframes for mark in keyframe.metrics["marks"]}
        return {number: places[mark] for number, mark in marks.items()}

    def _parts(self, keyframe: Keyframe, memories: Mapping[int, int], marks: Mapping[int, int]) -> dict[str, Any]:
        tables = self._tables
        guard, curves = keyframe.guard, keyframe.metrics
        return {
            "calls": keyframe.n_calls,
            "inputs": keyframe.n_inputs,
            "environment": tables.environments.index(keyframe.environment_params),
            "agent": keyframe.agent,
            "dice": keyframe.rng,
            "lanes": keyframe.sub_envs,
            "guard": guard | {"memories": [memories[id(memory)] for memory in guard["memories"]]},
            "curves": curves | {"marks": [marks[id(mark)] for mark in curves["marks"]]},
        }

    def read(
        self,
        content: ManifestContent,
        inputs: Sequence[Input],
        lengths: Mapping[str, int],
        n_log_rows: int,
        source: Source,
    ) -> list[Keyframe]:
        """Return the keyframes of a run.

        Its curves have so many rows, and its log has so many in the file. Raises BadFileError for what no run could have
        come to.
        """
        n_steps = content.progress["steps"]
        rows = self._keyframe.read("keyframe", len(content.params), source)
        n_memories = 1 + max((number for row in rows for number in row["guard"]["memories"]), default=-1)
        # Each of them takes a tensor's row, so there are not more than the file has room for.
        memories = [LearnerCopy(row["step"], row["agent"]) for row in self._memory.read("memory", n_memories, source)]
        values, added = values_had(self._settings, inputs), _RowsAdded(inputs)
        n_in_memory = rows_in_memory(self._settings.params)  # as the run began: a longer rollout is read from the log
        for memory in memories:
            require_state(memory.step <= n_steps, "memory.step")
            self._agent.check(memory.state, memory.step, memory.step + added.at(memory.step), values)
        keyframes = []
        for row, params in zip(rows, content.params, strict=True):
            keyframe = self._made(row, params, memories, lengths, added)
            self._agent.check(keyframe.agent, keyframe.n_steps, keyframe.n_rows, values)
            for sub_env in keyframe.sub_envs:
                check_sub_env(sub_env, self._settings.card, keyframe.n_calls)
            require_state(all(memory.step <= keyframe.n_steps for memory in keyframe.guard["memories"]), "memory.step")
            keyframes.append(keyframe)
        require_state(n_log_rows <= keyframes[-1].n_rows, "log")
        first_row = keyframes[-1].n_rows - n_log_rows
        require_state(all(oldest_row_needed(keyframe, n_in_memory) >= first_row for keyframe in keyframes), "log")
        _check_order(keyframes, inputs)
        self._check_present(keyframes, content, lengths)
        return keyframes

    def _made(
        self,
        row: dict[str, Any],
        params: Any,
        memories: list[LearnerCopy],
        lengths: Mapping[str, int],
        added: _RowsAdded,
    ) -> Keyframe:
        n_steps = row["calls"] * self._n_sub_envs
        require_state(len(row["lanes"]) == self._n_sub_envs, "lanes")
        seed = self._settings.params.seed
        return Keyframe(
            n_calls=row["calls"],
            n_steps=n_steps,
            n_rows=n_steps + added.by(row["inputs"]),
            n_inputs=row["inputs"],
            params=params,
            environment_params=self._tables.environments[row["environment"]],
            agent=row["agent"],
            rng=row["dice"],
            sub_envs=[sub_env | {"_number": number, "_seed": seed} for number, sub_env in enumerate(row["lanes"])],
            guard=guard_state(row["guard"], memories, row["agent"]["n_updates"]),
            metrics=curves_state(row["curves"], self._tables.marks, n_steps, lengths),
        )

    def _check_present(self, keyframes: list[Keyframe], content: ManifestContent, lengths: Mapping[str, int]) -> None:
        """Raise BadFileError unless the last one is where the run goes on."""
        present = keyframes[-1]
        reached = {
            "steps": present.n_steps,
            "episodes": sum(sub_env["n_episodes"] for sub_env in present.sub_envs),
            "updates": present.agent["n_updates"],
        }
        require_state(reached == dict(content.progress), "progress")
        require_state(present.metrics["n_rows"] == dict(lengths), "curves.n_rows")


class _RowsAdded:
    """The rows of the log that added episodes made in the course of a run."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        episodes = [len(entry.payload["actions"]) if entry.kind == "add_episode" else 0 for entry in inputs]
        self._steps, self._sums = [entry.step for entry in inputs], list(accumulate(episodes, initial=0))

    def by(self, n_inputs: int) -> int:
        """Return how many these first inputs made."""
        return self._sums[min(n_inputs, len(self._steps))]

    def at(self, n_calls: int) -> int:
        """Return how many there were at most when so many calls were done."""
        return self._sums[bisect_right(self._steps, n_calls)]


def _check_order(keyframes: Sequence[Keyframe], inputs: Sequence[Input]) -> None:
    """Raise BadFileError unless keyframes follow one another.

    Each must have the inputs of its past, which are in their order.
    """
    n_calls = n_inputs = -1
    for keyframe in keyframes:
        require_state(keyframe.n_calls > n_calls and keyframe.n_inputs >= n_inputs, "keyframe.calls")
        n_calls, n_inputs = keyframe.n_calls, keyframe.n_inputs
        require_state(n_inputs <= len(inputs), "keyframe.inputs")
        require_state(n_inputs == 0 or inputs[n_inputs - 1].step <= n_calls, "keyframe.inputs")
        require_state(n_inputs == len(inputs) or inputs[n_inputs].step >= n_calls, "keyframe.inputs")
