"""The words of the command line: wrong ones are answered with what would be right, and asking for help is quick."""

from __future__ import annotations

import argparse
import dataclasses
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__
from playground.agents.base import ALGORITHMS
from playground.cli.main import run
from playground.cli.parser import build_parser
from playground.cli.train import settings_from
from playground.cli.verb_parser import ARGPARSE_WORDS
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.hyper import hypers


@pytest.fixture
def wrong(capsys):
    """Give what is said to words that are wrong."""

    def of(*words):
        with pytest.raises(SystemExit) as caught:
            run(list(words))
        assert caught.value.code == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert shown.err.startswith("usage: playground")
        return shown.err

    return of


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["train", "--set", "gamma=2"], "gamma cannot be “2”. It is a number from 0 to 1."),
        (["train", "--set", "gama=0.5"], "Did you mean “gamma”?"),
        (["train", "--set", "gamma"], "“gamma” sets nothing."),
        (["train", "--set-env", "length=11"], "length cannot be “11”. It is a number from 0.01 to 10."),
        (
            ["train", "--set-env", "lenght=1"],
            "There is no environment parameter called “lenght”. Did you mean “length”?",
        ),
        (["train", "--set-env", "gamma=0.9"], "There is no environment parameter called “gamma”."),
        (["train", "--set-env", "length"], "“length” sets nothing. Write a name and a value, such as length=1."),
        (["train", "--set", "length=1"], "There is no hyperparameter called “length”."),
        (
            ["train", "--set", "batch_size=64", "--set", "buffer_size=100", "--set", "batch_size=200"],
            "larger than buffer",
        ),
        (
            ["train", "--algo", "q-table", "--set", "bins=0,5"],
            "bins cannot be “0, 5”. Write up to 8 whole numbers from 1 to 4096, such as “24, 24”.",
        ),
        (["train", "--set", "hidden_layers="], "hidden_layers cannot be “”. Write up to 8 whole numbers"),
        (["train", "--preset", "td4"], "Did you mean “td3”?"),
        (["train", "--preset", "td3", "--env", "CartPole-v1"], "There is no preset called “td3”."),
        (["train", "--seed", "-1"], "It is a whole number from 0 to"),
        (["train", "--seed=1.5"], "seed cannot be “1.5”. It is a whole number from 0"),
        (["train", "--steps", "0"], "run_length cannot be “0”"),
        (["train", "--steps", "nan"], "run_length cannot be “nan”"),
        (["train", "--preset", "tutoral"], "Did you mean “tutorial”?"),
        (["train", "--env", "cartpole-v1"], "Did you mean “CartPole-v1”?"),
        (["train", "--env", "os:Cart-v1"], "“os:Cart-v1” was not added: os registers no environment"),
        (["train", "--env", ""], "There is no environment called “”."),
        (["train", "--algo", ""], "There is no algorithm called “”."),
        (["train", "--preset", ""], "There is no preset called “”."),
        (["train", "--algo", "dqm"], "Did you mean “dqn”?"),
        (["train", "--eval-every", "0"], "“0” is not a whole number from 1"),
        (["train", "--save-which", "worst"], "choose from"),
        (["train", "--sav", "x"], "unrecognized arguments"),
        (["evaluate"], "the following arguments are required: FILE"),
        (["evaluate", "x.rlp", "--episodes", "10001"], "“10001” is not a whole number from 1 to 10000."),
        (["replay", "x.rlp", "--video", "out.gif"], "“out.gif” must end in .mp4"),
        (["tarin"], "invalid choice: 'tarin'"),
        (["--json"], "required: VERB"),
    ],
)
def test_wrong_usage_is_answered_with_what_would_be_right(wrong, words, said):
    assert said in wrong(*words)


@pytest.fixture
def another_dqn():
    yield ALGORITHMS.add("dqn2", dataclasses.replace(ALGORITHMS.get("dqn"), name="dqn2"))
    ALGORITHMS.remove("dqn2")


def test_a_preset_of_another_algorithm_is_refused(wrong, another_dqn):
    said = wrong("train", "--preset", "fast", "--algo", another_dqn.name, "--steps", "1")
    assert "There is no preset called “fast”." in said


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        (["--preset", "td3"], ("Pendulum-v1", "ddpg")),
        (["--preset", "steady", "--algo", "ddpg"], ("CartPoleContinuous-v1", "ddpg")),
        (["--preset", "steady", "--env", "Pendulum-v1"], ("Pendulum-v1", "a2c")),
        (["--preset", "rl-zoo"], ("CartPole-v1", "dqn")),
        (["--preset", "rl-zoo", "--env", "Acrobot-v1"], ("Acrobot-v1", "dqn")),
    ],
)
def test_a_preset_brings_its_environment_and_algorithm_where_no_flag_names_others(words, pair):
    settings = settings_from(build_parser().parse_args(["train", *words]))
    assert (settings.environment, settings.algorithm) == pair
    assert settings.preset == words[1]


def test_help_says_which_environment_and_algorithm_each_preset_is_for(capsys):
    with pytest.raises(SystemExit):
        run(["train", "--help"])
    shown = capsys.readouterr().out
    for preset in PRESETS:
        of_pair = shown.partition(f"\npresets of {preset.algorithm} in {preset.environment}:\n")[2]
        assert f"\n  {preset.name}\n" in "\n" + of_pair.partition("\n\n")[0]


def test_help_names_every_verb_preset_hyperparameter_and_parameter_of_an_environment(capsys):
    for words in (["--help"], ["help"]):
        with pytest.raises(SystemExit) as caught:
            run(words)
        assert caught.value.code == 0
        shown = capsys.readouterr().out
        assert all(verb in shown for verb in ("train", "evaluate", "replay", "info", "bench", "--version"))
    with pytest.raises(SystemExit):
        run(["train", "--help"])
    shown = capsys.readouterr().out
    for record in hypers(ALGORITHMS.get("dqn").params):
        assert f"\n  {record.name}: " in shown
    for card in ENVIRONMENTS:
        for record in hypers(card.parameters):
            assert f"\n  {record.name}: " in shown
            assert f"{record.unit} (default {record.default:g})\n" in shown
    assert all(f"\n  {name}\n" in shown for name in PRESETS.names())
    assert max(map(len, shown.splitlines())) <= 100


def test_argparse_still_says_what_our_catalogue_translates():
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    for words in ARGPARSE_WORDS:
        assert repr(words) in source or f'"{words}"' in source, words


ROOT = Path(__file__).parent.parent.parent
SLOW = ("torch", "gymnasium", "PySide6", "pyqtgraph", "pygame", "av", "tqdm")
PROGRAM = f"""
import sys
from playground.__main__ import main
try:
    main()
finally:
    print([name for name in {SLOW} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["train", "--help"], ["info"], ["evaluate"]])
def test_nothing_slow_is_imported_to_answer(words, policy_file):
    if words[0] in ("info", "evaluate"):
        words = [*words, policy_file]
    result = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "[]\n")
    assert result.stdout


def test_training_in_portable_arithmetic_imports_nothing_slow():
    words = ["train", "--steps", "70"]
    result = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "[]\n")


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as caught:
        run(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"playground {__version__}\n"


if os.name == "posix":

    @pytest.mark.parametrize("words", [["--version"], ["train", "--help"], ["info"], ["info", "--json"]])
    def test_an_answer_that_nobody_can_have_is_a_failure(words, policy_file):
        if words[0] == "info":
            words = [*words, str(policy_file)]
        command = shlex.join([sys.executable, "-P", "-m", "playground", *words])
        full = ["/dev/full"] if os.path.exists("/dev/full") else []  # macOS has none
        for output in (*full, "&-"):  # a full disk, and one that was closed from the beginning
            result = subprocess.run(
                ["sh", "-c", f"{command} >{output}"],
                env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert (result.returncode, result.stdout) == (1, "")
            assert result.stderr.startswith("The result could not be written to standard output.")
