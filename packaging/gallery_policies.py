"""Trains the policies of the gallery: every environment of ours, at several ages of one training each.

`python3 packaging/dev.py gallery-policies` runs this. What is written depends on the table below and on the portable
arithmetic alone, so a second run changes no byte, on whatever computer. LunarLander has none: its physics is an extra.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playground.agents.nn.backend import prepare_thread
from playground.arithmetic.prepare import prepare
from playground.engine.evaluation.evaluation import report_on
from playground.engine.evaluation.policy import Policy, policy_of
from playground.engine.evaluation.references import evaluate_random
from playground.engine.evaluation.result import Evaluation, rounded
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.envs.base import ENVIRONMENTS
from playground.hyper import Value
from playground.store.gallery import AGES, INDEX, GalleryPolicy, index_json
from playground.store.policy.file import POLICY, save_policy
from playground.store.safe.atomic import write_file

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "gallery"
N_STARTS = 100
MOST_BYTES = 200_000  # of all files together: every installer carries them
# When the policies became what they are, and by which version: the clock would change the files from one run to the next.
MADE, MADE_BY = "2026-12-01T00:00:00+00:00", {"playground": "0.1.0"}
NEWBORN, HALF_WAY, SOLVED, FORGOTTEN = AGES


@dataclass(frozen=True)
class Training:
    """One run, and at which of its environment steps a policy of each age is taken.

    The values differ from the preset; small networks, so that a file has a few kilobytes.
    """

    name: str  # of its files, before the age
    environment: str
    algorithm: str
    preset: str
    values: dict[str, Value]
    steps: dict[str, int]  # by age, in the order of AGES
    goal: float | None = None  # return that counts as solved, where the environment has no such mark

    @cached_property
    def settings(self) -> Settings:
        return PRESETS.get(self.preset, self.environment, self.algorithm).settings().with_values(self.values)

    @property
    def threshold(self) -> float:
        mark = self.settings.card.solved_at if self.goal is None else self.goal
        assert mark is not None, self.name
        return mark


TRAININGS = (
    Training(
        name="cartpole",
        environment="CartPole-v1",
        algorithm="dqn",
        preset="tutorial",
        values={"seed": 5},
        steps={NEWBORN: 0, HALF_WAY: 3_000, SOLVED: 15_000, FORGOTTEN: 32_200},
    ),
    Training(
        name="cartpole-continuous",
        environment="CartPoleContinuous-v1",
        algorithm="ddpg",
        preset="steady",
        values={"seed": 4, "hidden_layers": (16, 16)},
        steps={NEWBORN: 0, HALF_WAY: 2_500, SOLVED: 10_000, FORGOTTEN: 15_500},
    ),
    Training(
        name="mountain-car",
        environment="MountainCar-v0",
        algorithm="dqn",
        preset="rl-zoo",
        values={
            "seed": 2,
            "hidden_layers": (32, 32),
            "arithmetic": "portable",
            "scale_observations": "on",
            "n_steps": 5,
            "double": "on",
            "gamma": 0.99,
            "learning_rate": 1e-3,
        },
        steps={NEWBORN: 0, HALF_WAY: 48_800, SOLVED: 50_000, FORGOTTEN: 50_600},
    ),
    Training(
        name="acrobot",
        environment="Acrobot-v1",
        algorithm="dqn",
        preset="rl-zoo",
        values={"seed": 1, "hidden_layers": (24, 24), "arithmetic": "portable"},
        steps={NEWBORN: 0, HALF_WAY: 1_700, SOLVED: 6_400, FORGOTTEN: 6_650},
    ),
    Training(
        name="pendulum",
        environment="Pendulum-v1",
        algorithm="ddpg",
        preset="light",
        values={"seed": 5, "hidden_layers": (16, 16)},
        steps={NEWBORN: 0, HALF_WAY: 3_000, SOLVED: 7_250, FORGOTTEN: 8_750},
        goal=-200.0,  # what is said of it elsewhere; the rule that swings it up by its energy returns -136
    ),
    Training(
        name="grid-world",
        environment="GridWorld-v1",
        algorithm="dqn",
        preset="small",
        values={"seed": 20, "hidden_layers": (24, 24)},
        steps={NEWBORN: 0, HALF_WAY: 400, SOLVED: 1_000, FORGOTTEN: 1_400},
    ),
)


class AgeError(Exception):
    """A policy that is not what its age says."""


def main(words: Sequence[str] | None = None) -> int:
    """Train them all and write their files; return 1 where one is not what its age says."""
    parser = argparse.ArgumentParser(prog="python3 packaging/dev.py gallery-policies", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where to write (default: %(default)s)")
    folder: Path = parser.parse_args(words).folder
    prepare()
    prepare_thread()
    made = []
    for training in TRAININGS:
        try:
            policies = dict(policies_of(training))
            check_ages(training, policies)
        except AgeError as error:
            print(f"{training.name}: {error}", file=sys.stderr)
            return 1
        made += [(training, age, policy) for age, policy in policies.items()]
        for age, policy in policies.items():
            print(f"{training.name}, {age}: {_words(policy)} at step {policy.step:,}", flush=True)
    print(f"{write(made, folder):,} bytes in {folder}")
    return 0


def policies_of(training: Training) -> Iterator[tuple[str, Policy]]:
    """Run a training and yield age by age its policy, measured on starts used for no choice."""
    session = Session(training.settings)
    for age, step in training.steps.items():
        while session.n_steps < step:
            session.step()
        policy = dataclasses.replace(
            policy_of(session), title=_title(training, age), created=MADE, versions=dict(MADE_BY)
        )
        yield age, dataclasses.replace(policy, evaluation=report_on(policy, N_STARTS))


def check_ages(training: Training, policies: dict[str, Policy]) -> None:
    """Raise AgeError where a policy is not what its age says.

    Progress is 0 for random actions and 1 at the threshold.
    """
    chance = evaluate_random(training.settings.card).mean
    progress = {
        age: (_evaluation(policy).mean - chance) / (training.threshold - chance) for age, policy in policies.items()
    }
    holds = {
        NEWBORN: abs(progress[NEWBORN]) <= 0.15,
        HALF_WAY: 0.25 <= progress[HALF_WAY] <= 0.75,
        SOLVED: progress[SOLVED] >= 1.0,
        FORGOTTEN: progress[FORGOTTEN] < progress[SOLVED] / 2,
    }
    for age, is_so in holds.items():
        if not is_so:
            raise AgeError(f"{_words(policies[age])} is not {age}, where {chance:.4g} is chance. Nothing was written.")


def write(made: Sequence[tuple[Training, str, Policy]], folder: Path) -> int:
    """Write the policies and their index in place of what is there; return how many bytes they take."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"*{POLICY.suffix}"):
        old.unlink()
    entries = tuple(_entry(training, age, policy, folder) for training, age, policy in made)
    for entry, (_training, _age, policy) in zip(entries, made, strict=True):
        save_policy(policy, entry.path)
    index = json.dumps(index_json(entries), indent=1) + "\n"
    write_file(folder / INDEX, index.encode(), lambda path: None)
    n_bytes = sum(path.stat().st_size for path in folder.iterdir())
    assert n_bytes <= MOST_BYTES, n_bytes
    return n_bytes


def _entry(training: Training, age: str, policy: Policy, folder: Path) -> GalleryPolicy:
    evaluation, name = _evaluation(policy), f"{training.name}-{age}"
    return GalleryPolicy(
        name=name,
        title=policy.title,
        environment=training.environment,
        age=age,
        step=policy.step,
        algorithm=training.algorithm,
        preset=training.preset,
        values=training.values,
        n_starts=len(evaluation.returns),
        mean=evaluation.mean,
        std=evaluation.std,
        weights_sha256=policy.weights_sha256,
        path=folder / f"{name}{POLICY.suffix}",
    )


def _title(training: Training, age: str) -> str:
    return f"{ENVIRONMENTS.get(training.environment).title}, {age}"


def _words(policy: Policy) -> str:
    evaluation = _evaluation(policy)
    return f"{rounded(evaluation.mean)} ± {rounded(evaluation.std, evaluation.mean)}"


def _evaluation(policy: Policy) -> Evaluation:
    assert policy.evaluation is not None
    return policy.evaluation


if __name__ == "__main__":
    sys.exit(main())
