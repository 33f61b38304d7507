"""A session file gives back the whole run, and nothing that no run could be."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.archive import ArchiveLimits, archive_of, timeline_from
from playground.engine.history.timeline import PastError, Timeline
from playground.engine.presets.preset import PRESETS
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import enter
from playground.store.format.container import pack, unpack
from playground.store.safe.errors import BadFileError, SaveError
from playground.store.session.columns import Names, Numbers, Ragged
from playground.store.session.file import SESSION, load_session, parse_session, save_session, session_bytes
from playground.store.session.manifest import SESSION_HISTORY
from tests.faults.resume_child import cut_and_follow
from tests.store.sessions import OF_EACH_FORM, PRIORITIZED, advance, bits, new_run, run_of, small

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


@pytest.fixture
def added():
    """Put environments of a person's own among those there are."""
    names = []

    def put(name):
        names.append(enter(probe(name)).id)
        return names[-1]

    yield put
    for name in names:
        ENVIRONMENTS.remove(name)


def again(timeline, **bounds):
    """Return a run as it comes out of the bytes of its session file."""
    archive = archive_of(timeline, bounds=ArchiveLimits(**bounds))
    return timeline_from(parse_session(session_bytes(archive)))


def test_a_run_whose_rollouts_became_longer_than_what_it_has_in_memory_is_kept_without_its_beginning(monkeypatch):
    monkeypatch.setattr("playground.agents.replay.transition_log.BLOCK", 64)
    run = new_run(PRESETS.get("rl-zoo", "CartPole-v1", "a2c"))
    advance(run, 80, {10: [("set_hyper", "rollout_steps", 60)]})
    there = again(run, log_bytes=1)
    assert 0 < there.session.log.first < there.session.n_steps
    for timeline in (run, there):
        advance(timeline, 300)
    assert policy_of(there.session).weights_sha256 == policy_of(run.session).weights_sha256


@pytest.mark.parametrize("preset", OF_EACH_FORM, ids=lambda preset: f"{preset.algorithm}-{preset.name}")
def test_a_run_goes_on_from_its_session_file_with_the_same_bits(preset):
    assert cut_and_follow(preset, 2, 150, 150)["wrong"] == 0


def test_what_is_opened_and_saved_again_is_the_same_file():
    data = session_bytes(archive_of(run_of("fast", 240, gamma=0.5, gravity=1.6), "A title"))
    archive = parse_session(data)
    assert session_bytes(archive) == data
    assert archive.title == "A title"


def test_the_past_of_an_opened_session_is_what_it_was():
    timeline = run_of("tutorial", 300, gamma=0.5, gravity=1.6)
    opened = again(timeline)
    for n_calls in (0, 17, 100, 101, 220, 299):
        was, found = timeline.goto(n_calls), opened.goto(n_calls)
        assert bits(opened.branch(found)) == bits(timeline.branch(was))
    assert opened.keyframe_steps() == sorted({*timeline.keyframe_steps(), 300})


def test_without_the_oldest_rows_the_past_is_reached_by_making_its_steps_again():
    timeline = run_of("tutorial", 5000, gamma=0.5)
    opened = again(timeline, log_bytes=1)
    assert opened.session.log.first == 5000 - len(timeline.session.log.ring)
    assert opened.keyframe_steps() == [5000]
    assert policy_of(opened.goto(300)).weights_sha256 == policy_of(timeline.goto(300)).weights_sha256
    assert bits(advance(opened, 5050)) == bits(advance(timeline, 5050))


def test_keyframes_and_best_policies_are_thinned_to_what_a_file_has_room_for():
    timeline = run_of("tutorial", 1000)
    archive = archive_of(timeline, bounds=ArchiveLimits(keyframe_bytes=100_000, best_bytes=1))
    assert 2 < len(archive.keyframes) < len(timeline.keyframes)
    assert archive.present.n_calls == 1000
    bests = {id(found.best) for _, found in archive.findings if found.best is not None}
    assert len(bests) == 1
    assert bits(advance(timeline_from(archive), 1100)) == bits(advance(timeline, 1100))


def test_loaded_weights_and_changes_that_are_still_to_come_are_kept():
    settings = small(PRESETS.get("tutorial"))
    session = Session(settings, [Input(150, "set_hyper", {"name": "gamma", "value": 0.7})])
    weights = {name: array + np.float32(0.25) for name, array in session.agent.weights().items()}
    session.submit("load_weights", {"weights": weights})
    timeline = advance(Timeline(session, Evaluator(session, 100)), 120)
    opened = again(timeline)
    assert [entry.step for entry in opened.session.to_come] == [150]
    assert opened.session.inputs[0].payload["weights"].keys() == weights.keys()
    assert bits(advance(opened, 200)) == bits(advance(timeline, 200))
    assert opened.session.params.gamma == 0.7
    assert policy_of(opened.goto(1)).weights_sha256 == policy_of(timeline.goto(1)).weights_sha256


@pytest.mark.parametrize(("name", "algorithm"), [("Walk-v0", "dqn"), ("Push-v0", "ddpg"), ("Push-v0", "ppo")])
def test_an_environment_of_ones_own_is_put_back_in_the_middle_of_an_episode(added, name, algorithm):
    preset = PRESETS.first(added(f"tests.envs.user_environments:{name}"), algorithm)
    timeline = advance(new_run(preset), 130)
    while timeline.session.shown.over:
        timeline.step()
    opened = again(timeline)
    assert bits(opened) == bits(timeline)
    assert bits(advance(opened, 250)) == bits(advance(timeline, 250))


def test_a_session_is_not_saved_where_the_environment_cannot_be_put_back(added):
    timeline = new_run(PRESETS.first(added("tests.envs.user_environments:Restless-v0"), "dqn"))
    advance(timeline, 5)
    with pytest.raises(PastError, match="cannot be put back to where it is"):
        archive_of(timeline)


def test_a_run_that_is_too_large_for_a_session_file_is_not_saved_and_the_old_file_stays(tmp_path):
    path = tmp_path / "x.rls"
    path.write_bytes(b"old")
    archive = archive_of(run_of("tutorial", 20))
    width = archive.rows.shape[1]
    huge = dataclasses.replace(archive, rows=np.broadcast_to(np.float32(0), (10_000_000, width)))
    with pytest.raises(SaveError, match="holds up to 512 MiB"):
        save_session(huge, path)
    assert path.read_bytes() == b"old"


# What is refused


FORMS = {
    "dqn": PRESETS.get("tutorial"), "prioritized": PRIORITIZED, "ppo": PRESETS.first("CartPole-v1", "ppo"),
    "reinforce": PRESETS.first("CartPole-v1", "reinforce"), "grid": PRESETS.first("GridWorld-v1", "q-table"),
}  # fmt: skip


@pytest.fixture(scope="module")
def runs():
    """The file of a run of each form that a test asks for, made once."""
    made = {}

    def content(form):
        if form not in made:
            prepare_thread()
            changes = {"gamma": 0.5, "gravity": 1.6} if form == "dqn" else {}
            made[form] = session_bytes(archive_of(run_of(FORMS[form], 150, **changes)))
        return made[form]

    return content


def forged(data, change):
    """Return the file with a change made to its manifest and its numbers, and a correct checksum."""
    container = unpack(data, SESSION)
    arrays = {name: container.tensor(name, finite=False) for name in container.entries}
    manifest = {name: value for name, value in container.manifest.items() if name not in ("format", "size", "checksum")}
    change(manifest, arrays)
    return pack(SESSION, manifest, arrays)


def refusal(data):
    with pytest.raises(BadFileError) as caught:
        parse_session(data)
    assert str(caught.value).endswith("Nothing was changed.")
    return caught.value.reason


# Which form of run, which array, where in it, what is put there.
STATES = [
    ("dqn", "keyframe.calls", -1, 10**9), ("dqn", "keyframe.calls", -1, -1), ("dqn", "keyframe.calls", 0, 10**6),
    ("dqn", "keyframe.inputs", -1, 0), ("dqn", "keyframe.inputs", -1, 3), ("dqn", "keyframe.inputs", 0, 2),
    ("dqn", "keyframe.environment", 0, 2), ("dqn", "keyframe.environment", 0, -1),
    ("dqn", "keyframe.agent.n_updates", -1, -1), ("dqn", "keyframe.agent.n_updates", -1, 2**60),
    ("dqn", "keyframe.agent.since_copy", 0, -5), ("dqn", "keyframe.agent.largest_norm", 0, -1.0),
    ("dqn", "keyframe.agent.lines.epsilon", 0, 2.0), ("dqn", "keyframe.agent.optimizer.n_steps", 0, -1),
    ("dqn", "keyframe.agent.optimizer.square", 0, -1.0),
    ("dqn", "keyframe.lanes.n_episodes", 0, 10**6),
    ("dqn", "keyframe.lanes.episode_step", -1, 10**6), ("dqn", "keyframe.lanes.episode_step", -1, -1),
    ("dqn", "keyframe.lanes.action", 0, 2), ("dqn", "keyframe.lanes.action", 0, -1), ("dqn", "keyframe.lanes.explored", 0, 7),
    ("dqn", "keyframe.lanes.environment.numbers", 0, 1e7),
    ("dqn", "keyframe.guard.memories.lengths", 0, 4),
    ("dqn", "keyframe.guard.memories.lengths", 0, -1),
    ("dqn", "keyframe.guard.next_check", -1, 10**6), ("dqn", "keyframe.guard.next_memory", -1, 10**6),
    ("dqn", "keyframe.guard.largest_reward", 0, -1.0), ("dqn", "memory.step", 0, 10**6),
    ("dqn", "keyframe.curves.n_rows.curve", 0, 10**6), ("dqn", "keyframe.curves.n_rows.curve", -1, 0),
    ("dqn", "keyframe.curves.marks", 0, 9), ("dqn", "keyframe.curves.marks", 0, -1), ("dqn", "keyframe.curves.n_summed", 0, -1),
    ("dqn", "log", (0, 4), 0.5), ("dqn", "log", (0, 10), 2), ("dqn", "log", (0, 10), 0.5), ("dqn", "log", (0, -1), 2),
    ("dqn", "table.curve", (3, 0), 1e9), ("dqn", "table.curve", (3, 0), np.nan),
    ("dqn", "finding.calls", 0, 1), ("dqn", "finding.calls", -1, 10**6), ("dqn", "finding.best", 0, 10**6),
    ("dqn", "finding.best", 0, -2), ("dqn", "finding.environment", 0, 9), ("dqn", "finding.solved_at", 0, 10**6),
    ("dqn", "finding.counted_from", (0, 1), 10**6), ("dqn", "finding.next", 0, -1),
    ("prioritized", "keyframe.agent.priorities.begin", -1, 10**6), ("prioritized", "keyframe.agent.priorities.end", -1, 10**9),
    ("prioritized", "keyframe.agent.priorities.end", -1, 3), ("prioritized", "keyframe.agent.priorities.leaves", -1, 0.0),
    ("prioritized", "keyframe.agent.priorities.leaves", -1, -1.0), ("prioritized", "keyframe.agent.priorities.largest", 0, 0.0),
    ("prioritized", "keyframe.agent.priorities.exponent", -1, 1e-300),
    ("prioritized", "keyframe.agent.priorities.leaves.lengths", 0, 1),
    ("ppo", "keyframe.agent.begin", -1, 10**6), ("ppo", "keyframe.agent.begin", -1, 0), ("ppo", "keyframe.agent.begin", -1, 449),
    ("reinforce", "keyframe.agent.begin", -1, -1), ("reinforce", "keyframe.agent.n_episodes", -1, -1),
    ("grid", "keyframe.lanes.environment.numbers", 0, 99.0), ("grid", "keyframe.lanes.environment.numbers", (0, 1), 0.5),
    ("grid", "keyframe.lanes.environment.numbers", (0, 2), -1.0), ("grid", "keyframe.lanes.environment.numbers", (0, 3), 1e300),
]  # fmt: skip


@pytest.mark.parametrize(("form", "name", "at", "value"), STATES, ids=lambda part: str(part).replace("keyframe.", ""))
def test_a_state_that_no_run_could_be_in_is_refused(runs, form, name, at, value):
    def change(manifest, arrays):
        arrays[name][at] = value

    assert refusal(forged(runs(form), change)) == "state"


def test_numbers_that_are_missing_foreign_or_of_another_form_are_refused(runs):
    def without(manifest, arrays):
        del arrays["keyframe.agent.target"]

    def more(manifest, arrays):
        arrays["keyframe.agent.more"] = np.zeros(1)

    def longer(manifest, arrays):
        arrays["keyframe.agent.n_updates"] = np.append(arrays["keyframe.agent.n_updates"], 1)

    def with_axis(manifest, arrays):
        arrays["keyframe.agent.n_updates"] = arrays["keyframe.agent.n_updates"][:, None]

    def other_type(manifest, arrays):
        arrays["keyframe.agent.target"] = arrays["keyframe.agent.target"].astype(np.float64)

    def not_finite(manifest, arrays):
        arrays["keyframe.agent.online"][0, 0, 0] = np.nan

    def other_die(manifest, arrays):
        arrays["keyframe.dice.replay"][0, 2] = 2

    changes = {
        without: "tensors", more: "tensors", longer: "shape", with_axis: "shape", other_type: "dtype",
        not_finite: "not_finite", other_die: "state",
    }  # fmt: skip
    assert [refusal(forged(runs("dqn"), change)) for change in changes] == list(changes.values())


def test_a_manifest_that_contradicts_itself_is_refused(runs):
    def change(**values):
        return lambda manifest, arrays: manifest.update(values)

    def other(part, /, **values):
        return lambda manifest, arrays: manifest[part][0].update(values)

    cases = [
        (change(schema=len(SESSION_HISTORY) + 1), "newer"), (change(schema=0), "manifest"), (change(bests=None), "manifest"),
        (change(values=[]), "shape"), (change(values=[{}] * 10_000), "manifest"), (change(environments=[]), "manifest"),
        (change(progress={"steps": 149, "episodes": 1, "updates": 1}), "state"), (change(eval_every=0), "manifest"),
        (change(fingerprint={}), "manifest"), (change(environment="os:system-v0"), "environment"),
        (change(marks=[]), "state"), (change(inputs=[]), "state"), (other("inputs", call=10**9), "inputs"),
        (other("inputs", name="seed"), "inputs"), (other("marks", step=10**9), "manifest"),
        (other("marks", name="seedless"), "manifest"), (other("marks", after="much"), "settings"),
        (other("values", seed=2), "manifest"), (other("values", gamma=2.0), "settings"),
        (other("bests", score="high"), "manifest"), (other("bests", environment=9), "manifest"),
    ]  # fmt: skip
    assert [refusal(forged(runs("dqn"), change)) for change, _ in cases] == [reason for _, reason in cases]


def test_a_network_larger_than_the_file_is_refused_before_it_is_made(runs):
    settings = small(PRESETS.get("tutorial")).with_values({"hidden_layers": (4096, 4096)})
    shapes = settings.learner.weight_shapes(settings.params, settings.space)

    def change(manifest, arrays):
        """Hold no weights that would not fit, but columns of none that do."""
        manifest["settings"]["hidden_layers"], manifest["bests"] = [4096, 4096], []
        for name in [name for name in arrays if name.startswith(("best.", "loaded."))]:
            del arrays[name]
        for name, shape in shapes.items():
            arrays[f"best.{name}"] = arrays[f"loaded.{name}"] = np.empty((0, *shape), np.float32)

    data = forged(runs("dqn"), change)
    tracemalloc.start()
    assert refusal(data) == "shape"
    assert tracemalloc.get_traced_memory()[1] < 10 << 20
    tracemalloc.stop()


def test_loaded_weights_that_are_not_those_of_the_input_are_refused():
    settings = small(PRESETS.get("tutorial"))
    session = Session(settings)
    session.submit("load_weights", {"weights": session.agent.weights()})
    data = session_bytes(archive_of(Timeline(session, Evaluator(session))))

    def change(manifest, arrays):
        arrays["loaded.q.0.bias"][0, 0] += 1

    assert refusal(forged(data, change)) == "state"


def test_what_would_lose_bits_is_not_written():
    for column, value in ((Numbers((1,), "F32"), np.ones(1)), (Ragged("F32"), np.ones(1))):
        with pytest.raises(ValueError, match="would lose bits"):
            column.write("x", [value], {})
    with pytest.raises(ValueError, match="a name that is none of"):
        Names(["epsilon"]).write("x", [{"gamma"}], {})


# Files of every schema


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("session-*.rls")), ids=lambda path: path.stem)
def test_a_session_of_an_earlier_schema_opens_and_goes_on(path):
    archive = load_session(path)
    assert archive.title == f"{archive.settings.algorithm}, after {archive.present.n_steps} steps"
    timeline = timeline_from(archive)
    session = timeline.session
    assert session.metrics.marks[0].after == 0.5
    assert [entry.kind for entry in session.inputs] == ["set_hyper"]
    advance(timeline, session.n_calls + 30)
    assert timeline.goto(20).n_calls == 20


def test_a_run_in_which_sliders_were_dragged_for_minutes_is_kept_too():
    timeline = run_of("tutorial", 50)
    for number in range(20_000):
        timeline.session.submit("set_hyper", {"name": "gamma", "value": 0.5 + number / 1e5}, gesture=1 + number // 500)
    opened = again(timeline)
    assert opened.session.inputs == timeline.session.inputs
    assert opened.session.metrics.marks == timeline.session.metrics.marks
