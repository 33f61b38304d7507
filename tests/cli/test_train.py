"""`playground train`, run as a person runs it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess

import pytest

from playground.engine.evaluation.evaluation import evaluate_policy
from playground.envs.cartpole.cartpole import CartPoleParams
from playground.store.policy.file import load_policy

RESULT = {
    "env_steps",
    "updates",
    "episodes",
    "train_seconds",
    "eval_seconds",
    "steps_per_s",
    "end",
    "solved_at",
    "best",
    "final",
    "training",
    "weights_sha256",
    "same_on",
    "saved",
}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_same_settings_and_seed_give_the_same_weights_and_another_seed_does_not(playground, tmp_path):
    common = ("train", "--env", "CartPole-v1", "--algo", "dqn", "--preset", "tutorial", "--steps", 600, "--json")
    first = playground(*common, "--seed", 3, "--save", "best.rlp")
    again = playground(*common, "--seed", 3, "--save", "current.rlp", "--save-which", "current", "--eval-every", 200)
    other = playground(*common, "--seed", 4)

    for result in (first, again, other):
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.count("\n") == 1
    first, again, other = (json.loads(result.stdout) for result in (first, again, other))
    assert set(first) == RESULT
    assert (first["env_steps"], first["end"], first["solved_at"]) == (600, "done", None)
    assert first["updates"] == 600 - 63
    assert first["steps_per_s"] == pytest.approx(600 / first["train_seconds"], rel=0.05)  # told in whole milliseconds
    assert first["weights_sha256"] == again["weights_sha256"] != other["weights_sha256"]
    assert first["final"] == again["final"] != other["final"]
    assert (first["saved"], again["saved"], other["saved"]) == ("best.rlp", "current.rlp", None)

    best, current = load_policy(tmp_path / "best.rlp"), load_policy(tmp_path / "current.rlp")
    assert best.step == first["best"]["step"]
    assert (best.evaluation.mean, best.evaluation.std) == (first["best"]["mean"], first["best"]["std"])
    assert first["best"]["mean"] >= first["final"]["mean"]
    assert (current.step, current.weights_sha256) == (600, again["weights_sha256"])
    assert (current.settings.params.seed, current.settings.params.run_length) == (3, 600)


@pytest.mark.slow
def test_a_run_until_solved_stops_there_and_its_policy_solves_the_task(playground, tmp_path):
    words = ("train", "--preset", "fast", "--seed", 1, "--until-solved", "--set", "gamma=0.99", "--save", "out.rlp")
    result = playground(*words, "--json")

    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    policy = load_policy(tmp_path / "out.rlp")
    assert found["end"] == "solved"
    assert policy.step == found["solved_at"] == found["env_steps"] < policy.settings.params.run_length
    again = playground("evaluate", "out.rlp", "--episodes", 100, "--seed", 99, "--json")
    assert json.loads(again.stdout)["mean"] >= 450


@pytest.mark.slow
def test_a_run_in_another_environment_is_another_run_and_its_policy_is_evaluated_there(playground, tmp_path):
    words = ("train", "--steps", 400, "--save-which", "current", "--json")
    usual = playground(*words, "--save", "usual.rlp")
    other = playground(*words, "--set-env", "gravity=1.6", "--set-env", "length=1", "--save", "other.rlp")

    assert (other.returncode, other.stderr) == (0, "")
    found = [json.loads(result.stdout) for result in (usual, other)]
    assert found[0]["weights_sha256"] != found[1]["weights_sha256"]
    policy = load_policy(tmp_path / "other.rlp")
    assert policy.environment_params == policy.settings.environment_params == CartPoleParams(gravity=1.6, length=1.0)
    again = playground("evaluate", "other.rlp", "--episodes", 20, "--json")
    assert json.loads(again.stdout)["mean"] == evaluate_policy(policy, 20, 0).mean
    at_home = dataclasses.replace(policy, environment_params=CartPoleParams())
    assert evaluate_policy(at_home, 20, 0).mean != evaluate_policy(policy, 20, 0).mean


@pytest.mark.slow
def test_who_replaces_the_reward_of_reaching_the_goal_is_told_so(playground):
    flags = ("train", "--env", "MountainCar-v0", "--steps", "300", "--set")
    assert "reaching its goal" in playground(*flags, "reward_on_termination=-10").stderr
    assert "reaching its goal" not in playground(*flags, "gamma=0.9").stderr


def test_the_result_is_told_in_words(playground):
    result = playground("train", "--steps", 300, "--save", "out.rlp", "--save-which", "current")

    assert (result.returncode, result.stderr) == (0, "")
    trained, best, final, training, promise, saved = result.stdout.splitlines()
    assert trained.startswith("Trained 300 steps, ")
    assert best.startswith("Best policy: mean return ")
    assert final.startswith("At the end: mean return ")
    assert training.startswith("In training: mean return ")
    assert promise.startswith("Same on every computer: ")
    assert saved == "Saved the policy at the end to out.rlp."


NOTHING_LEARNED = {
    "rollout_steps": ("--algo", "ppo", "--set", "rollout_steps=2048", "--steps", 500),
    "learning_starts": ("--preset", "cleanrl", "--steps", 500),
    "batch_size": ("--preset", "tutorial", "--steps", 50),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "rollout_steps" else pytest.mark.slow) for name in NOTHING_LEARNED]
)
def test_a_run_in_which_nothing_can_be_learned_says_so_before_and_calls_no_policy_the_best(playground, name):
    result = playground("train", *NOTHING_LEARNED[name])
    assert result.returncode == 0
    assert result.stderr.startswith(f"{name}: the run ends after ")
    assert "nothing is learned" in result.stderr
    assert "Nothing was learned: no update was made" in result.stdout
    assert "Best policy" not in result.stdout


def test_numbers_that_explode_end_the_run_in_words_and_the_best_is_still_saved(playground, tmp_path):
    result = playground("train", "--set", "learning_rate=1e6", "--steps", 5000, "--save", "out.rlp", "--json")

    assert result.returncode == 1
    assert "exploding" in result.stderr
    assert "Traceback" not in result.stderr
    found = json.loads(result.stdout)
    assert (found["end"], found["saved"]) == ("diverged", "out.rlp")
    assert load_policy(tmp_path / "out.rlp").step == found["best"]["step"] == found["env_steps"]


def test_a_place_where_nothing_can_be_saved_is_noticed_before_training(playground, tmp_path):
    (tmp_path / "folder.rlp").mkdir()
    for place, words in (("nowhere/out.rlp", "there is no such folder"), ("folder.rlp", "is a folder")):
        result = playground("train", "--steps", 100_000_000, "--save", place)
        assert (result.returncode, result.stdout) == (1, "")
        assert words in result.stderr
    large = playground("train", "--set", "hidden_layers=4096,4096", "--save", "out.rlp")
    assert (large.returncode, large.stdout) == (1, "")
    assert "too large for a policy file" in large.stderr
    assert names(tmp_path) == ["folder.rlp"]


if os.name == "posix":
    import fcntl
    import pty
    import resource
    import struct
    import termios

    def only_a_kilobyte_more():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    def test_a_save_that_fails_at_the_end_leaves_the_old_file_and_the_result_is_still_given(
        playground, policy_file, tmp_path
    ):
        before = policy_file.read_bytes()
        result = playground(
            "train", "--steps", 300, "--save", policy_file.name, "--json", preexec_fn=only_a_kilobyte_more
        )
        assert result.returncode == 1
        assert "What was there before is unchanged" in result.stderr
        assert json.loads(result.stdout)["saved"] is None
        assert policy_file.read_bytes() == before
        assert names(tmp_path) == [policy_file.name]

    class Terminal:
        """What a person sees on standard error, and their keyboard's Ctrl-C."""

        def __init__(self, start, *words):
            self.end, its_end = pty.openpty()
            fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            self.process = start(*words, stderr=its_end)
            os.close(its_end)
            self.seen = ""

        def read_until(self, words):
            while words not in self.seen:
                self.seen += os.read(self.end, 4096).decode(errors="replace")

        def finish(self):
            with contextlib.suppress(OSError):  # how a terminal ends
                self.read_until("no such words")
            os.close(self.end)
            stdout, _ = self.process.communicate(timeout=30)
            return stdout

    def test_ctrl_c_on_a_terminal_that_shows_progress_saves_what_was_asked_for_and_says_so(start, tmp_path):
        terminal = Terminal(start, "train", "--steps", 10_000_000, "--save", "out.rlp", "--json")
        terminal.read_until("steps/s, return ")
        terminal.read_until("epsilon ")

        terminal.process.send_signal(signal.SIGINT)
        found = json.loads(terminal.finish())

        assert terminal.process.returncode == 0
        assert f"Stopped at step {found['env_steps']}." in terminal.seen
        assert "Saved the best policy to out.rlp." in terminal.seen
        assert (found["end"], found["saved"]) == ("stopped", "out.rlp")
        assert load_policy(tmp_path / "out.rlp").step == found["best"]["step"] <= found["env_steps"]
        assert names(tmp_path) == ["out.rlp"]

    def test_a_terminal_that_is_closed_saves_what_was_asked_for(start, tmp_path):
        terminal = Terminal(start, "train", "--steps", 10_000_000, "--save", "out.rlp")
        terminal.read_until("epsilon ")

        os.close(terminal.end)  # nobody reads the progress, either
        terminal.process.send_signal(signal.SIGHUP)
        terminal.process.communicate(timeout=30)

        assert terminal.process.returncode == 0
        assert load_policy(tmp_path / "out.rlp").step > 0

    def test_a_second_ctrl_c_leaves_no_half_file(start, policy_file, tmp_path):
        before = load_policy(policy_file).weights_sha256
        terminal = Terminal(start, "train", "--steps", 10_000_000, "--save", policy_file.name)
        terminal.read_until("epsilon ")

        terminal.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            terminal.process.wait(0.02)
        terminal.process.send_signal(signal.SIGINT)
        terminal.finish()

        assert names(tmp_path) == [policy_file.name]
        is_new = load_policy(policy_file).weights_sha256 != before
        assert terminal.process.returncode == (0 if is_new else 1)
        assert "Traceback" not in terminal.seen
