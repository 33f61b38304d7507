"""Each stage in PyTorch finds the numbers of the algorithm itself, to the precision of float."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import ALGORITHMS as TABLE
from playground.agents.loop import StepFacts
from playground.agents.nn.backend import prepare_thread
from playground.agents.twins import OF_ACTING, TwinError, ask_twin, source_of_twin
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from tests.agents.loops.traced import ALGORITHMS, combinations, session_of, step

CLOSE = 2e-5  # of float32, over sums of a minibatch: relative to the size of the number, or to 1


def module_of(algorithm):
    return TABLE.get(algorithm).learner.partition(":")[0]


def stages_of(session, facts):
    return session.settings.learner.make_explainer().stages(facts.params, facts.space)


def compare(session, facts):
    """Ask every twin of a step; return the stages that had one, and those that say why not."""
    asked, refused = set(), set()
    for stage in stages_of(session, facts):
        if not stage.twin:
            continue
        if facts.trace.n_updates == 0 and stage.twin not in OF_ACTING:
            continue
        try:
            answer = ask_twin(module_of(session.settings.algorithm), stage, facts)
        except TwinError:
            refused.add(stage.twin)
            continue
        asked.add(stage.twin)
        assert answer.largest_difference <= CLOSE * max(1.0, abs(answer.ours)), (stage.name, answer)
        assert abs(answer.theirs - answer.ours) <= answer.largest_difference
    return asked, refused


CASES = [
    (algorithm, number, changes) for algorithm in ALGORITHMS for number, changes in enumerate(combinations(algorithm))
]


@pytest.mark.parametrize(
    ("algorithm", "changes"), [case[::2] for case in CASES], ids=[f"{case[0]} {case[1]}" for case in CASES]
)
def test_each_twin_finds_what_the_algorithm_found(algorithm, changes):
    session = session_of(algorithm, changes)
    n_learned = 0
    for _ in range(90):
        facts = step(session)
        n_learned += bool(facts.trace.n_updates)
        asked, _refused = compare(session, facts)
        assert set(OF_ACTING) & asked
        if n_learned == 3:
            break
    assert n_learned


MADE = [preset for preset in PRESETS if preset.algorithm in ALGORITHMS]


@pytest.mark.parametrize("preset", MADE, ids=lambda preset: f"{preset.name} {preset.environment} {preset.algorithm}")
def test_each_twin_agrees_in_the_presets_that_people_run(preset):
    prepare_thread()
    settings = preset.settings()
    if hasattr(settings.params, "learning_starts"):
        settings = settings.with_values({"learning_starts": settings.params.batch_size})
    session = Session(settings)
    while not session.agent.n_updates:
        facts = step(session)
    asked, refused = compare(session, facts)
    assert len(asked) >= 4, refused


def test_what_acts_is_compared_in_a_step_that_learns_nothing():
    session = session_of("dqn", {"learning_starts": 20})
    asked, _refused = compare(session, step(session))
    assert asked == {"q_values"}


def test_a_step_that_learned_nothing_says_why_there_is_nothing_to_compare():
    session = session_of("dqn", {"learning_starts": 20})
    facts = step(session)
    (stage,) = (stage for stage in stages_of(session, facts) if stage.name == "target")
    with pytest.raises(TwinError, match="No update was made in this step"):
        ask_twin(module_of("dqn"), stage, facts)
    with pytest.raises(TwinError, match="No single step is shown"):
        ask_twin(module_of("dqn"), stage, StepFacts(facts.params, facts.space, facts.actions))


def test_noise_that_was_drawn_is_not_drawn_again():
    session = session_of("ddpg", {"target_noise": 0.2, "policy_delay": 2})
    refused = set()
    for _ in range(30):
        facts = step(session)
        if facts.trace.n_updates:
            refused |= compare(session, facts)[1]
    assert refused == {"next_action", "climb"}


def test_the_answer_is_of_the_row_that_the_card_speaks_of():
    session = session_of("dqn")
    for _ in range(20):
        facts = step(session)
    (stage,) = (stage for stage in stages_of(session, facts) if stage.name == "target")
    for row in (0, 5):
        chosen = StepFacts(facts.params, facts.space, facts.actions, trace=facts.trace, chosen=row)
        answer = ask_twin(module_of("dqn"), stage, chosen)
        assert answer.ours == facts.trace.update["target"][row]
        assert answer.n == len(facts.trace.update["target"])


def test_a_wrong_number_is_seen():
    session = session_of("dqn")
    for _ in range(20):
        facts = step(session)
    (stage,) = (stage for stage in stages_of(session, facts) if stage.name == "loss")
    facts.trace.update["returns"] = facts.trace.update["returns"] + np.float32(0.5)
    assert ask_twin(module_of("dqn"), stage, facts).largest_difference > 0.01


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_source_of_every_twin_is_there_and_is_short(algorithm):
    session = session_of(algorithm)
    found = 0
    for stage in stages_of(session, step(session)):
        if stage.twin:
            file, first, lines = source_of_twin(module_of(algorithm), stage)
            assert file.endswith("/torch_twin.py")
            assert first > 1
            assert lines[0].startswith(f"def {stage.twin}(step: ")
            assert len(lines) <= 14
            found += 1
    assert found >= 4
