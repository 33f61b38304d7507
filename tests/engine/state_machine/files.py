"""Actions: saving a run, opening what was saved, and damaged copies of it."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from playground.engine.evaluation.policy import policy_of
from playground.engine.history.archive import ArchiveLimits, archive_of, timeline_from
from playground.engine.history.recipe import recipe_of
from playground.engine.history.time_travel import TimeTravel
from playground.store.policy.file import parse_policy, policy_bytes
from playground.store.recipe.file import parse_recipe, recipe_text
from playground.store.safe.errors import BadFileError
from playground.store.session.file import parse_session, session_bytes
from tests.engine.state_machine.seen_run import SeenRun
from tests.engine.state_machine.state import DONE
from tests.engine.state_machine.steps import StepActions

ALLOWED = ArchiveLimits(log_bytes=1 << 12, keyframe_bytes=1 << 15, best_bytes=1 << 12)  # what is old is left behind


class FileActions(StepActions):
    """Policies, recipes and sessions, written to bytes and read again."""

    @rule(which=st.sampled_from(["policy", "recipe"]), damage=st.integers(0, 100_000))
    def save(self, which: str, damage: int) -> None:
        """Write what is shown to bytes: read again it is the same, and damaged it is refused."""
        DONE[f"save a {which}"] += 1
        if which == "policy":
            data, parse = policy_bytes(policy_of(self.session)), parse_policy
            assert parse_policy(data).weights_sha256 == policy_of(self.session).weights_sha256
        else:
            data, parse = recipe_text(recipe_of(self.session)).encode(), parse_recipe
            assert [entry.step for entry in parse(data).inputs] == [e.step for e in recipe_of(self.session).inputs]
        _refused(parse, data, damage)

    @precondition(lambda self: self.session.n_steps > 0)
    @rule()
    def repeat_recipe(self) -> None:
        """Go on with a run that is made again from its recipe, in place of the one that is shown."""
        DONE["repeat a recipe"] += 1
        seen, goal = self.seen_shown, self.session.n_calls
        recipe = parse_recipe(recipe_text(recipe_of(self.session)).encode())
        if recipe.missing:
            return
        self.begin_with(recipe.settings, recipe.inputs)
        while self.session.n_calls < goal:
            if not self.one_step():  # put back in the past that was shown, a step later
                return
        self.session.catch_up()
        seen.note(self.session)

    @rule(damage=st.integers(0, 1_000_000), briefly=st.booleans(), goes_on=st.booleans())
    def save_session(self, damage: int, briefly: bool, goes_on: bool) -> None:
        """Write the run to bytes, and go on with what is read of them, or beside a copy that was damaged."""
        DONE["save a session" + " and open it" * goes_on] += 1
        timeline = self.travel.shown_timeline
        data = session_bytes(archive_of(timeline, bounds=ALLOWED) if briefly else archive_of(timeline))
        if not goes_on:
            return _refused(parse_session, data, damage)
        was_fork = self.travel.fork is not None
        before = timeline.evaluator.findings(), timeline.session.metrics.evaluations.since(0).tobytes()
        self.travel = TimeTravel(timeline_from(parse_session(data), (io.BytesIO(), io.BytesIO())))
        if was_fork:
            self.seen, self.seen_b, self.inputs = self.seen_b, SeenRun(), []
        after = self.travel.timeline.evaluator, self.present.metrics.evaluations.since(0).tobytes()
        assert after[1] == before[1]
        self.seen.note_findings(self.present.n_calls, before[0])
        self.seen.note_findings(self.present.n_calls, after[0].findings())
        return None


def _refused(parse: Any, data: bytes, damage: int) -> None:
    """Assert that a file with a byte changed, or without its end, is refused with a reason; all else would raise."""
    at = damage % len(data)
    damaged = data[:at] if damage % 2 else data[:at] + bytes([data[at] ^ 0x11]) + data[at + 1 :]
    try:
        parse(damaged)
    except BadFileError:
        DONE["bad file refused"] += 1
