"""The words of the command line: verbs, flags and their help. Each verb is imported when it is asked for."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Callable
from typing import Any

from playground import __version__
from playground.cli.flag_values import hyperparameter, report_file, seeds, video_file, whole
from playground.cli.text_width import HelpFormatter
from playground.cli.window import Asked, CheckComputer, TryItself
from playground.i18n import DOMAIN, N_, _, spoken_language
from playground.resources import resource_folder

MOST_EPISODES = 10_000
MOST_JOBS = 256
SELF_TEST = N_("try out everything that the program does: train, save, replay and more, in some 20 seconds")
TRAINED_IN = N_("the environment it was trained in, where that is not on this computer yet: its code will run")

# argparse's own words, so that the catalogue has them; it finds them there by their English.
ARGPARSE_WORDS = (
    N_("usage: "), N_("options"), N_("positional arguments"), N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("the following arguments are required: %s"), N_("unrecognized arguments: %s"), N_("expected one argument"), N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"), N_("ignored explicit argument %r"),
)  # fmt: skip


def build_parser() -> argparse.ArgumentParser:
    """Return the parser; its result has `verb`, a function of the result that does it."""
    _translate_argparse()
    parser = argparse.ArgumentParser(
        prog="playground",
        description=_("Train, tune, stop, step through and replay reinforcement learning. Without a verb, a window opens."),
        allow_abbrev=False, formatter_class=HelpFormatter,
    )  # fmt: skip
    parser.add_argument(
        "--version", action="version", version=f"playground {__version__}",
        help=_("show program's version number and exit"),
    )  # fmt: skip
    parser.add_argument("--self-test", action="store_true", help=_(SELF_TEST))
    verbs = parser.add_subparsers(title=_("verbs"), metavar=_("VERB"), required=True, parser_class=_VerbParser)
    _add_train(verbs)
    _add_run(verbs)
    _add_evaluate(verbs)
    _add_replay(verbs)
    _add_info(verbs)
    _add_bench(verbs)
    _add_doctor(verbs)
    _add_self_test(verbs)
    return parser


def _add_train(verbs: Any) -> None:
    train = _add_verb(verbs, "train", _do_train, _("train a policy without a window"))
    train.add_argument(
        "--preset",
        metavar=_("NAME"),
        help=_("start from this preset (default: the first of the environment and the algorithm)"),
    )
    train.add_argument("--env", metavar=_("NAME"), help=_("environment (default: the preset's)"))
    train.add_argument("--algo", metavar=_("NAME"), help=_("algorithm (default: the preset's)"))
    train.add_argument(
        "--set", metavar=_("NAME=VALUE"), action="append", default=[],
        help=_("set a hyperparameter, such as gamma=0.95; may be repeated"),
    )  # fmt: skip
    train.add_argument(
        "--set-env", metavar=_("NAME=VALUE"), action="append", default=[],
        help=_("set a parameter of the environment, such as length=1; may be repeated"),
    )  # fmt: skip
    train.add_argument("--seed", metavar="N", type=hyperparameter("seed"), help=_("where all dice of the run start"))
    train.add_argument(
        "--steps", metavar="N", type=hyperparameter("run_length"),
        help=_("how many environment steps to train; sets run_length (default: the preset's)"),
    )  # fmt: skip
    train.add_argument(
        "--until-solved", action="store_true",
        help=_("stop as soon as the task is solved: the threshold reached on 100 starts and again on 100 fresh ones"),
    )  # fmt: skip
    train.add_argument(
        "--eval-every", metavar="N", type=whole(1, 100_000_000),
        help=_("evaluate every N steps (default: so that it takes some 15 %% of the time)"),
    )  # fmt: skip
    train.add_argument("--save", metavar=_("FILE"), help=_("write the policy to this file (.rlp), also after Ctrl-C"))
    train.add_argument(
        "--save-which", choices=("best", "current"), default="best",
        help=_("save the best policy of the run (default) or the one at its end"),
    )  # fmt: skip
    train.add_argument(
        "--save-recipe", metavar=_("FILE"),
        help=_("write what makes the run again, a few kilobytes, to this file (.rlr); see: playground run"),
    )  # fmt: skip
    _add_json(train)


def _add_run(verbs: Any) -> None:
    run = _add_verb(
        verbs, "run", _do_run,
        _("make the run of a recipe again, without a window, and hold it against what it came to the first time"),
    )  # fmt: skip
    _add_file(
        run,
        _("a recipe (.rlr)"),
        _("the environment of the run, where that is not on this computer yet: its code will run"),
    )
    run.add_argument(
        "--weights", metavar=_("FILE"),
        help=_("the policy (.rlp) that the run begins from, where it was too large for the recipe"),
    )  # fmt: skip
    _add_json(run)


def _add_evaluate(verbs: Any) -> None:
    evaluate = _add_verb(
        verbs,
        "evaluate",
        _do_evaluate,
        _("play greedy episodes with a saved policy, in the environment it was saved in, and report their returns"),
    )
    evaluate.add_argument(
        "files", metavar=_("FILE"), nargs="+",
        help=_("a policy file (.rlp); several, or a folder of them, make a table with the best first"),
    )  # fmt: skip
    _add_environment(evaluate, _(TRAINED_IN))
    evaluate.add_argument(
        "--episodes", metavar="N", type=whole(1, MOST_EPISODES), default=100, help=_("how many (default: 100)")
    )
    _add_seed(evaluate)
    _add_json(evaluate)


def _add_replay(verbs: Any) -> None:
    replay = _add_verb(
        verbs, "replay", _do_replay, _("show a greedy episode of a saved policy in a window, or film it")
    )
    _add_policy_file(replay)
    _add_seed(replay)
    replay.add_argument(
        "--video", metavar=_("FILE"), type=video_file,
        help=_("write a video (.mp4), or a web page with the video inside it (.html), instead of opening a window"),
    )  # fmt: skip


def _add_info(verbs: Any) -> None:
    info = _add_verb(verbs, "info", _do_info, _("say what a policy, session or recipe file holds"))
    _add_policy_file(info, _("a policy (.rlp), a session (.rls) or a recipe (.rlr)"))
    _add_json(info)


def _add_bench(verbs: Any) -> None:
    text = _("measure on many seeds, in several processes, and make a table")
    bench = verbs.add_parser(
        "bench", help=text, description=text[0].upper() + text[1:] + _("."), allow_abbrev=False,
        formatter_class=HelpFormatter,
    )  # fmt: skip
    tables = bench.add_subparsers(title=_("tables"), metavar=_("TABLE"), required=True, parser_class=_VerbParser)
    _add_table(
        tables,
        "learning",
        _("train every algorithm on ten seeds and hold its best and its final policy against what was published"),
    )
    _add_table(
        tables, "value-gap", _("train DQN and Double DQN on ten seeds and hold what they expect against what they get")
    )


def _add_table(tables: Any, name: str, text: str) -> None:
    table = _add_verb(tables, name, _do_bench, text)
    table.set_defaults(table=name)
    table.add_argument("--rows", metavar=_("NAME"), nargs="+", help=_("only these rows (default: all)"))
    table.add_argument("--seeds", metavar="A-B", type=seeds, help=_("these seeds, such as 1-3 or 7 (default: 1-10)"))
    table.add_argument(
        "--jobs", metavar="N", type=whole(1, MOST_JOBS), help=_("how many runs at once (default: one for each core)")
    )
    table.add_argument(
        "--results", metavar=_("FILE"), default=f"bench-{name}.jsonl",
        help=_("where each run is written down when it is done; what is there is not run again (default: %(default)s)"),
    )  # fmt: skip
    table.add_argument(
        "--write", action="store_true",
        help=_("put the table, of all that the file holds of seeds 1-10, into resources/benchmarks.md"),
    )  # fmt: skip


def _add_doctor(verbs: Any) -> None:
    doctor = _add_verb(
        verbs, "doctor", _do_doctor, _("check whether this computer is ready, and say what to do where it is not")
    )
    doctor.add_argument(
        "--report", metavar=_("FILE"), type=report_file,
        help=_("write the report to this file too (.html or .txt), or into this folder, under the name of the computer"),
    )  # fmt: skip
    _add_json(doctor)


def _add_self_test(verbs: Any) -> None:
    """Add what `--self-test` becomes; it stands among the options of the help, so not among the verbs."""
    test = verbs.add_parser(
        "self-test", prog="playground --self-test", description=_(SELF_TEST), allow_abbrev=False,
        formatter_class=HelpFormatter,
    )  # fmt: skip
    test.set_defaults(verb=_do_self_test, wrong_usage=test.error)
    _add_json(test)


def _do_train(arguments: argparse.Namespace) -> int:
    from playground.cli.train import run

    return run(arguments)


def _do_run(arguments: argparse.Namespace) -> int:
    from playground.cli.run import run

    return run(arguments)


def _do_evaluate(arguments: argparse.Namespace) -> int:
    from playground.cli.evaluate import run

    return run(arguments)


def _do_replay(arguments: argparse.Namespace) -> int | Asked:
    from playground.cli.replay import run

    return run(arguments)


def _do_info(arguments: argparse.Namespace) -> int:
    from playground.cli.info import run

    return run(arguments)


def _do_bench(arguments: argparse.Namespace) -> int:
    from playground.cli.bench import run

    return run(arguments)


def _do_doctor(arguments: argparse.Namespace) -> CheckComputer:
    return CheckComputer(arguments.report, arguments.json)


def _do_self_test(arguments: argparse.Namespace) -> TryItself:
    return TryItself(arguments.json)


def _add_verb(
    verbs: Any, name: str, do: Callable[[argparse.Namespace], int | Asked], text: str
) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + _("."), allow_abbrev=False,
        formatter_class=HelpFormatter,
    )  # fmt: skip
    verb.set_defaults(verb=do, wrong_usage=verb.error)
    return verb


def _add_file(verb: argparse.ArgumentParser, file: str, environment: str) -> None:
    verb.add_argument("file", metavar=_("FILE"), help=file)
    _add_environment(verb, environment)


def _add_environment(verb: argparse.ArgumentParser, text: str) -> None:
    verb.add_argument("--env", metavar=_("NAME"), help=text)


def _add_policy_file(verb: argparse.ArgumentParser, file: str | None = None) -> None:
    _add_file(verb, file or _("a policy file (.rlp)"), _(TRAINED_IN))


def _add_seed(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--seed", metavar="N", type=hyperparameter("seed"), default=0, help=_("which starts (default: 0)")
    )


def _add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help=_("write one JSON object, alone, to standard output"))


class _VerbParser(argparse.ArgumentParser):
    """Adds to the help of `train` what there is to set, and to that of a table its rows, only when somebody asks."""

    def format_help(self) -> str:
        if self.prog.endswith(" train"):
            from playground.cli.train_help import epilog

            self.epilog = epilog()
        if " bench " in self.prog:
            from playground.cli.bench_help import epilog as bench_epilog

            self.epilog = bench_epilog(self.get_default("table"))
        return super().format_help()


def _translate_argparse() -> None:
    """Let argparse look its words up in our catalogue, by the means it offers: Python's gettext domain."""
    os.environ["LANGUAGE"] = spoken_language()
    gettext.bindtextdomain(DOMAIN, str(resource_folder() / "locale"))
    gettext.textdomain(DOMAIN)
