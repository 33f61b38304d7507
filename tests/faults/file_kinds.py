"""The kinds of files that the proofs save and load; to add one, add a line here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import Archive, archive_of
from playground.engine.history.recipe import Recipe
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.store.format.kind import FileKind
from playground.store.policy.file import POLICY, load_policy, save_policy
from playground.store.recipe.file import RECIPE, load_recipe, save_recipe
from playground.store.session.file import SESSION, load_session, save_session
from tests.store.forging import make_policy


@dataclass(frozen=True)
class Kind:
    """One kind of file: something to save, how, and how it is loaded."""

    about: FileKind
    make: Callable[[int], Any]  # from a number: another one gives another thing
    save: Callable[[Any, Path], None]
    load: Callable[[Path], Any]

    @property
    def name(self) -> str:
        return self.about.noun

    @property
    def suffix(self) -> str:
        return self.about.suffix

    def content(self, number: int) -> bytes:
        """Return the bytes of such a file."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            self.save(self.make(number), path)
            return path.read_bytes()


def _recipe(number: int) -> Recipe:
    return Recipe(
        PRESETS.get("tutorial").settings().with_values({"seed": number}), (), 1000, created="2026-11-23T00:00:00+00:00"
    )


def _session(number: int) -> Archive:
    """Return a short run with a change and an evaluation in its past."""
    values = {"seed": number, "hidden_layers": (8, 8), "buffer_size": 1000, "batch_size": 16, "learning_starts": 50}
    session = Session(PRESETS.get("tutorial").settings().with_values(values))
    timeline = Timeline(session, Evaluator(session, every=100))
    for step in range(250):
        if step == 120:
            session.submit("set_hyper", {"name": "gamma", "value": 0.5})
        timeline.step()
    return archive_of(timeline)


KINDS = (
    Kind(POLICY, make_policy, save_policy, load_policy),
    Kind(RECIPE, _recipe, save_recipe, load_recipe),
    Kind(SESSION, _session, save_session, load_session),
)
