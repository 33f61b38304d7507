"""Parser of the verb `bench`: its tables and their flags."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from playground.cli.flag_values import seeds, whole
from playground.cli.text_width import HelpFormatter
from playground.cli.verb_parser import VerbParser, add_verb
from playground.i18n import _

MOST_JOBS = 256


def add_bench(verbs: Any, do: Callable[[argparse.Namespace], int]) -> None:
    """Add the verb with its tables, which `do` makes."""
    text = _("measure on many seeds, in several processes, and make a table")
    bench = verbs.add_parser(
        "bench",
        help=text,
        description=text[0].upper() + text[1:] + _("."),
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    tables = bench.add_subparsers(title=_("tables"), metavar=_("TABLE"), required=True, parser_class=VerbParser)
    _add_table(
        tables,
        do,
        "learning",
        _("train every algorithm on ten seeds and hold its best and its final policy against what was published"),
    )
    _add_table(
        tables,
        do,
        "value-gap",
        _("train DQN and Double DQN on ten seeds and hold what they expect against what they get"),
    )


def _add_table(tables: Any, do: Callable[[argparse.Namespace], int], name: str, text: str) -> None:
    table = add_verb(tables, name, do, text)
    table.set_defaults(table=name)
    table.add_argument("--rows", metavar=_("NAME"), nargs="+", help=_("only these rows (default: all)"))
    table.add_argument("--seeds", metavar="A-B", type=seeds, help=_("these seeds, such as 1-3 or 7 (default: 1-10)"))
    table.add_argument(
        "--jobs", metavar="N", type=whole(1, MOST_JOBS), help=_("how many runs at once (default: one for each core)")
    )
    table.add_argument(
        "--results",
        metavar=_("FILE"),
        default=f"bench-{name}.jsonl",
        help=_("where each run is written down when it is done; what is there is not run again (default: %(default)s)"),
    )
    table.add_argument(
        "--write",
        action="store_true",
        help=_("put the table, of all that the file holds of seeds 1-10, into resources/benchmarks.md"),
    )
