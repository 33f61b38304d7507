"""Whether five episodes of somebody who is not yet good at it make DQN solve CartPole sooner."""

from __future__ import annotations

import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count, islice
from math import inf
from multiprocessing import get_context
from statistics import mean
from typing import Any

from playground.experiments.machine import cores
from tests.bench.figures import Figure, or_never, percentile
from tests.bench.say import say

TITLE = "Learning CartPole-v1 from a demonstration"
PRESETS = ("tutorial", "fast")
N_STEPS = 25_000  # at most; schedules count by it, as in `learning`
SEEDS = tuple(range(2001, 2011))
QUICK_SEEDS, QUICK_STEPS = (0, 1), 1500  # the others are kept for the day they count
EVERY, LEARNS = 500, 195.0
N_EPISODES = 5
SHORTEST, LONGEST = 60, 200  # steps
AT_RANDOM, LATE_BY = 0.2, 3  # of the actions; steps: a quarter of a second at the 12 steps/s that a person begins with
NOTES = (
    f"No person played these episodes: they are of the rule with errors. The rule is CartPole's own, each action is what "
    f"it says of the state {LATE_BY} steps before, {AT_RANDOM:.0%} of the actions are random, and of what came of it the "
    f"first {N_EPISODES} episodes of {SHORTEST} to {LONGEST} steps were taken, others for every seed. They are added "
    f"before the first step, and count no step. “Solved” is a mean return of 475 or more over 100 selection starts and "
    f"again over 100 fresh ones, evaluated every {EVERY} steps. The two runs of a seed have the same dice and learn at the "
    f"same steps."
)
WITHOUT, WITH = "without", "with"


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Run all seeds of every preset with and without the episodes, two at a time."""
    seeds = QUICK_SEEDS if quick else SEEDS
    measured = {}
    with ProcessPoolExecutor(min(2, len(cores())), get_context("spawn")) as pool:
        n = QUICK_STEPS if quick else N_STEPS
        for preset in PRESETS:
            say(f"demonstrations: {preset}: {len(seeds)} seeds, with and without, up to {n:,} steps each")
            runs = {side: list(pool.map(partial(run_seed, preset, side, n), seeds)) for side in (WITHOUT, WITH)}
            measured[preset] = {"n_steps": n, "runs": runs}
    return measured


def run_seed(preset: str, side: str, n_steps: int, seed: int) -> dict[str, Any]:
    """Train on one seed until it is solved; return what became of it."""
    from playground.agents.nn.backend import prepare_thread
    from playground.engine.evaluation.evaluation import Evaluator
    from playground.engine.headless import train
    from playground.engine.presets.catalogue import PRESETS as ALL
    from playground.engine.run.inputs import Input
    from playground.engine.run.session import Session
    from playground.errors import never

    prepare_thread()
    settings = ALL.get(preset).settings().with_values({"seed": seed, "run_length": n_steps})
    episodes = episodes_of(settings, seed) if side == WITH else []
    inputs = [Input(0, "add_episode", episode) for episode in episodes]
    with tempfile.TemporaryFile() as spill:
        session = Session(settings, inputs, spill)
        evaluator = Evaluator(session, EVERY)
        train(session, evaluator, n_steps, until_solved=True, should_stop=never, on_progress=lambda: None)
        evaluations = session.metrics.evaluations.since(0)[:, :2].tolist()
    return {
        "seed": seed,
        "solved_at": evaluator.solved_at,
        "evaluations": evaluations,
        "lengths": [len(episode["actions"]) for episode in episodes],
    }


def episodes_of(settings: Any, seed: int) -> list[dict[str, Any]]:
    """Return the episodes of the rule with errors that belong to a seed, as inputs have them."""
    import numpy as np

    def played(number: int) -> dict[str, Any]:
        card, rng = settings.card, np.random.default_rng([seed, number])
        environment, rule = card.make(settings.environment_params), card.rule()
        seen = [environment.reset(int(rng.integers(2**32)))]
        start, actions, is_over = environment.snapshot(), [], False
        while not is_over and len(actions) < card.steps_per_episode:
            late = seen[max(0, len(seen) - 1 - LATE_BY)]
            errs, at_random = rng.random() < AT_RANDOM, int(rng.integers(len(card.actions)))
            actions.append(at_random if errs else int(rule(late[np.newaxis])[0]))
            observation, _reward, is_over = environment.step(actions[-1])
            seen.append(observation)
        return {"start": list(start), "actions": actions}

    fitting = (episode for episode in map(played, count()) if SHORTEST <= len(episode["actions"]) <= LONGEST)
    return list(islice(fitting, N_EPISODES))


def figures(measured: dict[str, Any]) -> list[Figure]:
    return [figure for preset, found in measured.items() for figure in _figures(preset, found)]


def _figures(preset: str, found: dict[str, Any]) -> list[Figure]:
    runs, n_steps = found["runs"], found["n_steps"]
    solved = {side: [run["solved_at"] or inf for run in runs[side]] for side in runs}
    learned = {side: [_first(run["evaluations"]) for run in runs[side]] for side in runs}
    lengths = [length for run in runs[WITH] for length in run["lengths"]]
    return [
        Figure(
            f"`{preset}`, seeds {runs[WITH][0]['seed']}-{runs[WITH][-1]['seed']}: solved within {n_steps:,} steps, "
            f"{WITHOUT} / {WITH} the episodes",
            " / ".join(f"{sum(step < inf for step in solved[side])}/{len(solved[side])}" for side in runs),
            details=f"episodes of {min(lengths)} to {max(lengths)} steps, {mean(lengths):.0f} on average",
        ),
        _steps("... steps to the confirmed solution", solved),
        _steps(f"... steps to a mean return of {LEARNS:.0f}", learned),
    ]


def _first(evaluations: list[list[float]]) -> float:
    return min((step for step, reached in evaluations if reached >= LEARNS), default=inf)


def _steps(name: str, steps: dict[str, list[float]]) -> Figure:
    before, after = steps[WITHOUT], steps[WITH]
    sooner = sum(ours < theirs for ours, theirs in zip(after, before, strict=True))
    later = sum(ours > theirs for ours, theirs in zip(after, before, strict=True))
    spans = [f"{side} {or_never(min(steps[side]), ',.0f')} to {or_never(max(steps[side]), ',.0f')}" for side in steps]
    return Figure(
        f"{name}, median {WITHOUT} / {WITH}",
        " / ".join(or_never(percentile(steps[side], 50), ",.0f") for side in steps),
        details=f"sooner with them in {sooner} of {len(after)} seeds, later in {later}; {', '.join(spans)}",
    )
