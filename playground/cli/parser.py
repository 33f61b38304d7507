"""The parser of the command line: verbs, flags and their help.

Each verb is imported when it is asked for.
"""

from __future__ import annotations

import argparse
from typing import Any

from playground import __version__
from playground.cli.bench_parser import add_bench
from playground.cli.flag_values import film_file, hyperparameter, report_file, video_file, whole
from playground.cli.text_width import HelpFormatter
from playground.cli.verb_parser import (
    TRAINED_IN,
    SayingParser,
    VerbParser,
    add_environment,
    add_file,
    add_json,
    add_policy_file,
    add_seed,
    add_verb,
    translate_argparse,
)
from playground.cli.window import Asked, CheckComputer, TryItself
from playground.i18n import N_, _

MOST_EPISODES = 10_000
LEAST_AGES, MOST_AGES = 3, 24
SELF_TEST = N_("try out everything that the program does: train, save, replay and more, in some 20 seconds")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; its result has `verb`, the function that does it."""
    translate_argparse()
    parser = SayingParser(
        prog="playground",
        description=_(
            "Train, tune, stop, step through and replay reinforcement learning. Without a verb, a window opens."
        ),
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"playground {__version__}",
        help=_("show program's version number and exit"),
    )
    parser.add_argument("--self-test", action="store_true", help=_(SELF_TEST))
    verbs = parser.add_subparsers(title=_("verbs"), metavar=_("VERB"), required=True, parser_class=VerbParser)
    _add_train(verbs)
    _add_run(verbs)
    _add_evaluate(verbs)
    _add_replay(verbs)
    _add_film(verbs)
    _add_info(verbs)
    add_bench(verbs, _do_bench)
    _add_doctor(verbs)
    _add_self_test(verbs)
    return parser


def _add_train(verbs: Any) -> None:
    train = add_verb(verbs, "train", _do_train, _("train a policy without a window"))
    train.add_argument(
        "--preset",
        metavar=_("NAME"),
        help=_("start from this preset (default: the first of the environment and the algorithm)"),
    )
    train.add_argument("--env", metavar=_("NAME"), help=_("environment (default: the preset's)"))
    train.add_argument("--algo", metavar=_("NAME"), help=_("algorithm (default: the preset's)"))
    train.add_argument(
        "--set",
        metavar=_("NAME=VALUE"),
        action="append",
        default=[],
        help=_("set a hyperparameter, such as gamma=0.95; may be repeated"),
    )
    train.add_argument(
        "--set-env",
        metavar=_("NAME=VALUE"),
        action="append",
        default=[],
        help=_("set a parameter of the environment, such as length=1; may be repeated"),
    )
    train.add_argument("--seed", metavar="N", type=hyperparameter("seed"), help=_("where all dice of the run start"))
    train.add_argument(
        "--steps",
        metavar="N",
        type=hyperparameter("run_length"),
        help=_("how many environment steps to train; sets run_length (default: the preset's)"),
    )
    train.add_argument(
        "--until-solved",
        action="store_true",
        help=_("stop as soon as the task is solved: the threshold reached on 100 starts and again on 100 fresh ones"),
    )
    train.add_argument(
        "--eval-every",
        metavar="N",
        type=whole(1, 100_000_000),
        help=_("evaluate every N steps (default: so that it takes some 15 %% of the time)"),
    )
    train.add_argument("--save", metavar=_("FILE"), help=_("write the policy to this file (.rlp), also after Ctrl-C"))
    train.add_argument(
        "--save-which",
        choices=("best", "current"),
        default="best",
        help=_("save the best policy of the run (default) or the one at its end"),
    )
    train.add_argument(
        "--save-recipe",
        metavar=_("FILE"),
        help=_("write what makes the run again, a few kilobytes, to this file (.rlr); see: playground run"),
    )
    add_json(train)


def _add_run(verbs: Any) -> None:
    run = add_verb(
        verbs,
        "run",
        _do_run,
        _("make the run of a recipe again, without a window, and hold it against what it came to the first time"),
    )
    add_file(
        run,
        _("a recipe (.rlr)"),
        _("the environment of the run, where that is not on this computer yet: its code will run"),
    )
    run.add_argument(
        "--weights",
        metavar=_("FILE"),
        help=_("the policy (.rlp) that the run begins from, where it was too large for the recipe"),
    )
    add_json(run)


def _add_evaluate(verbs: Any) -> None:
    evaluate = add_verb(
        verbs,
        "evaluate",
        _do_evaluate,
        _("play greedy episodes with a saved policy, in the environment it was saved in, and report their returns"),
    )
    evaluate.add_argument(
        "files",
        metavar=_("FILE"),
        nargs="+",
        help=_(
            "a policy file (.rlp), or one that came with the program, such as gallery:cartpole-solved; several, or a folder of them, make a table with the best first"
        ),
    )
    add_environment(evaluate, _(TRAINED_IN))
    evaluate.add_argument(
        "--against",
        metavar=_("FILE"),
        help=_(
            "hold the policy against another one on the same starts: a policy file, or rule or random for the environment's own rule or random actions"
        ),
    )
    evaluate.add_argument(
        "--episodes", metavar="N", type=whole(1, MOST_EPISODES), default=100, help=_("how many (default: 100)")
    )
    add_seed(evaluate)
    add_json(evaluate)


def _add_replay(verbs: Any) -> None:
    replay = add_verb(verbs, "replay", _do_replay, _("show a greedy episode of a saved policy in a window, or film it"))
    add_policy_file(replay)
    add_seed(replay)
    replay.add_argument(
        "--video",
        metavar=_("FILE"),
        type=video_file,
        help=_("write a video (.mp4), or a web page with the video inside it (.html), instead of opening a window"),
    )


def _add_film(verbs: Any) -> None:
    film = add_verb(
        verbs,
        "film",
        _do_film,
        _("film how a training went: an episode of each age of it, from before training to now"),
    )
    add_file(film, _("a session (.rls)"), _(TRAINED_IN))
    film.add_argument(
        "--out",
        metavar=_("FILE"),
        type=film_file,
        required=True,
        help=_("the video (.mp4), the animated picture (.gif), or the web page with the video inside it (.html)"),
    )
    film.add_argument(
        "--ages",
        metavar="N",
        type=whole(LEAST_AGES, MOST_AGES),
        default=6,
        help=_("up to how many, always the first, the best and the newest among them (default: 6)"),
    )
    film.add_argument(
        "--order",
        choices=("side-by-side", "one-by-one"),
        default="side-by-side",
        help=_("show them side by side (default) or one after the other"),
    )


def _add_info(verbs: Any) -> None:
    info = add_verb(verbs, "info", _do_info, _("say what a policy, session or recipe file holds"))
    add_policy_file(info, _("a policy (.rlp), a session (.rls) or a recipe (.rlr)"))
    add_json(info)


def _add_doctor(verbs: Any) -> None:
    doctor = add_verb(
        verbs, "doctor", _do_doctor, _("check whether this computer is ready, and say what to do where it is not")
    )
    doctor.add_argument(
        "--report",
        metavar=_("FILE"),
        type=report_file,
        help=_(
            "write the report to this file too (.html or .txt), or into this folder, under the name of the computer"
        ),
    )
    add_json(doctor)


def _add_self_test(verbs: Any) -> None:
    """Add the verb that `--self-test` becomes.

    The help lists it among the options, so not among the verbs.
    """
    test = verbs.add_parser(
        "self-test",
        prog="playground --self-test",
        description=_(SELF_TEST),
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    test.set_defaults(verb=_do_self_test, wrong_usage=test.error)
    add_json(test)


def _do_train(arguments: argparse.Namespace) -> int:
    from playground.cli.train import run

    return run(arguments)


def _do_run(arguments: argparse.Namespace) -> int:
    from playground.cli.run import run

    return run(arguments)


def _do_evaluate(arguments: argparse.Namespace) -> int:
    from playground.cli.evaluate.evaluate import run

    return run(arguments)


def _do_replay(arguments: argparse.Namespace) -> int | Asked:
    from playground.cli.replay import run

    return run(arguments)


def _do_film(arguments: argparse.Namespace) -> int:
    from playground.cli.film import run

    return run(arguments)


def _do_info(arguments: argparse.Namespace) -> int:
    from playground.cli.info.info import run

    return run(arguments)


def _do_bench(arguments: argparse.Namespace) -> int:
    from playground.cli.bench.bench import run

    return run(arguments)


def _do_doctor(arguments: argparse.Namespace) -> CheckComputer:
    return CheckComputer(arguments.report, arguments.json)


def _do_self_test(arguments: argparse.Namespace) -> TryItself:
    return TryItself(arguments.json)
