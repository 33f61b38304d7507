"""A session file that holds what no run could be is refused, with the reason."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import archive_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.store.format.container import pack, unpack
from playground.store.safe.errors import BadFileError
from playground.store.session.columns import Names, Numbers, Ragged
from playground.store.session.file import SESSION, parse_session, session_bytes
from playground.store.session.schemas import SESSION_HISTORY
from tests.store.sessions import PRIORITIZED, run_of, small


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


FORMS = {
    "dqn": PRESETS.get("tutorial"),
    "prioritized": PRIORITIZED,
    "ppo": PRESETS.first("CartPole-v1", "ppo"),
    "reinforce": PRESETS.first("CartPole-v1", "reinforce"),
    "grid": PRESETS.first("GridWorld-v1", "q-table"),
}


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
    ("dqn", "keyframe.calls", -1, 10**9),
    ("dqn", "keyframe.calls", -1, -1),
    ("dqn", "keyframe.calls", 0, 10**6),
    ("dqn", "keyframe.inputs", -1, 0),
    ("dqn", "keyframe.inputs", -1, 3),
    ("dqn", "keyframe.inputs", 0, 2),
    ("dqn", "keyframe.environment", 0, 2),
    ("dqn", "keyframe.environment", 0, -1),
    ("dqn", "keyframe.agent.n_updates", -1, -1),
    ("dqn", "keyframe.agent.n_updates", -1, 2**60),
    ("dqn", "keyframe.agent.since_copy", 0, -5),
    ("dqn", "keyframe.agent.largest_norm", 0, -1.0),
    ("dqn", "keyframe.agent.lines.epsilon", 0, 2.0),
    ("dqn", "keyframe.agent.optimizer.n_steps", 0, -1),
    ("dqn", "keyframe.agent.optimizer.square", 0, -1.0),
    ("dqn", "keyframe.lanes.n_episodes", 0, 10**6),
    ("dqn", "keyframe.lanes.episode_step", -1, 10**6),
    ("dqn", "keyframe.lanes.episode_step", -1, -1),
    ("dqn", "keyframe.lanes.action", 0, 2),
    ("dqn", "keyframe.lanes.action", 0, -1),
    ("dqn", "keyframe.lanes.explored", 0, 7),
    ("dqn", "keyframe.lanes.environment.numbers", 0, 1e7),
    ("dqn", "keyframe.guard.memories.lengths", 0, 4),
    ("dqn", "keyframe.guard.memories.lengths", 0, -1),
    ("dqn", "keyframe.guard.next_check", -1, 10**6),
    ("dqn", "keyframe.guard.next_memory", -1, 10**6),
    ("dqn", "keyframe.guard.largest_reward", 0, -1.0),
    ("dqn", "memory.step", 0, 10**6),
    ("dqn", "keyframe.curves.n_rows.curve", 0, 10**6),
    ("dqn", "keyframe.curves.n_rows.curve", -1, 0),
    ("dqn", "keyframe.curves.marks", 0, 9),
    ("dqn", "keyframe.curves.marks", 0, -1),
    ("dqn", "keyframe.curves.n_summed", 0, -1),
    ("dqn", "log", (0, 8), -1),
    ("dqn", "log", (0, 8), 2),
    ("dqn", "log", (0, 8), 0.5),
    ("dqn", "log", (0, -1), 2),
    ("dqn", "table.curve", (3, 0), 1e9),
    ("dqn", "table.curve", (3, 0), np.nan),
    ("dqn", "finding.calls", 0, 1),
    ("dqn", "finding.calls", -1, 10**6),
    ("dqn", "finding.best", 0, 10**6),
    ("dqn", "finding.best", 0, -2),
    ("dqn", "finding.environment", 0, 9),
    ("dqn", "finding.solved_at", 0, 10**6),
    ("dqn", "finding.counted_from", (0, 1), 10**6),
    ("dqn", "finding.next", 0, -1),
    ("prioritized", "keyframe.agent.priorities.begin", -1, 10**6),
    ("prioritized", "keyframe.agent.priorities.end", -1, 10**9),
    ("prioritized", "keyframe.agent.priorities.end", -1, 3),
    ("prioritized", "keyframe.agent.priorities.leaves", -1, 0.0),
    ("prioritized", "keyframe.agent.priorities.leaves", -1, -1.0),
    ("prioritized", "keyframe.agent.priorities.largest", 0, 0.0),
    ("prioritized", "keyframe.agent.priorities.exponent", -1, 1e-300),
    ("prioritized", "keyframe.agent.priorities.leaves.lengths", 0, 1),
    ("ppo", "keyframe.agent.begin", -1, 10**6),
    ("ppo", "keyframe.agent.begin", -1, 0),
    ("ppo", "keyframe.agent.begin", -1, 449),
    ("reinforce", "keyframe.agent.begin", -1, -1),
    ("reinforce", "keyframe.agent.n_episodes", -1, -1),
    ("grid", "keyframe.lanes.environment.numbers", 0, 99.0),
    ("grid", "keyframe.lanes.environment.numbers", (0, 1), 0.5),
    ("grid", "keyframe.lanes.environment.numbers", (0, 2), -1.0),
    ("grid", "keyframe.lanes.environment.numbers", (0, 3), 1e300),
]


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
        without: "tensors",
        more: "tensors",
        longer: "shape",
        with_axis: "shape",
        other_type: "dtype",
        not_finite: "not_finite",
        other_die: "state",
    }
    assert [refusal(forged(runs("dqn"), change)) for change in changes] == list(changes.values())


def test_a_manifest_that_contradicts_itself_is_refused(runs):
    def change(**values):
        return lambda manifest, arrays: manifest.update(values)

    def other(part, /, **values):
        return lambda manifest, arrays: manifest[part][0].update(values)

    cases = [
        (change(schema=len(SESSION_HISTORY) + 1), "newer"),
        (change(schema=0), "manifest"),
        (change(bests=None), "manifest"),
        (change(values=[]), "manifest"),
        (change(values=[{}] * 10_000), "manifest"),
        (change(environments=[]), "manifest"),
        (change(progress={"steps": 149, "episodes": 1, "updates": 1}), "state"),
        (change(eval_every=0), "manifest"),
        (change(fingerprint={}), "manifest"),
        (change(fingerprint={"arithmetic": "1", "mood": "good"}), "manifest"),
        (change(made_elsewhere={"calls": 10}), "manifest"),
        (change(made_elsewhere={"calls": 0, "fingerprint": {"arithmetic": "0"}}), "manifest"),
        (change(made_elsewhere={"calls": 10**9, "fingerprint": {"arithmetic": "0"}}), "manifest"),
        (change(made_elsewhere={"calls": 10, "fingerprint": {}}), "manifest"),
        (change(environment="os:system-v0"), "environment"),
        (change(marks=[]), "state"),
        (change(inputs=[]), "state"),
        (other("inputs", call=10**9), "inputs"),
        (other("inputs", name="seed"), "inputs"),
        (other("marks", step=10**9), "manifest"),
        (other("marks", name="seedless"), "manifest"),
        (other("marks", after="much"), "settings"),
        (other("values", seed=2), "manifest"),
        (other("values", gamma=2.0), "settings"),
        (other("bests", score="high"), "manifest"),
        (other("bests", environment=9), "manifest"),
    ]
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
