"""How long the window's thread is held up by a run with very many changes."""

from __future__ import annotations

from typing import Any

from playground.experiments.machine import cores
from tests.bench.child import Child
from tests.bench.figures import Figure, reaches
from tests.bench.say import say
from tests.bench.screen import screen

TITLE = "A run with very many changes"
NOTES = (
    "The tutorial preset in the window at 1280x800 (Xvfb), with another value of gamma at every step: a recipe with as "
    "many changes as one holds is opened and followed, then a session with more is opened and goes on, its plots and "
    "its timeline in view. Held up is the longest processor time of the window's thread between two ticks of a precise "
    "16 ms timer; how late the worst tick was is beside it, which counts what else the machine does."
)
RECIPE, SESSION, RUN_S = 38_000, 100_000, 15.0
QUICK_RECIPE, QUICK_SESSION, QUICK_RUN_S = 300, 500, 1.0
PHASES = {
    "open_recipe": "a recipe of {recipe:,} changes: opening it",
    "follow_recipe": "... following it",
    "open_session": "a session of {session:,} changes: opening it",
    "show_session": "... its tooltips, another size of the window, all of the run",
    "go_on": "... going on with it",
}


def measure(*, quick: bool = False) -> dict[str, Any]:
    """Return for each phase what its worst tick was like."""
    recipe, session, seconds = (QUICK_RECIPE, QUICK_SESSION, QUICK_RUN_S) if quick else (RECIPE, SESSION, RUN_S)
    say(f"changes: a recipe of {recipe:,} and a session of {session:,}")
    two = cores()[-2:]
    about = {"recipe": recipe, "session": session, "seconds": seconds}
    with screen(two) as variables, Child("tests.bench.changes_child", about, cores=two, variables=variables) as child:
        return {"phases": {name: child.answer() for name in PHASES}, **about}


def figures(measured: dict[str, Any]) -> list[Figure]:
    rows = []
    for name, words in PHASES.items():
        found = measured["phases"][name]
        rows.append(
            Figure(
                words.format(**measured),
                f"{found['held_ms']:.0f} ms",
                "50 ms",
                "30 ms",
                reaches(found["held_ms"], 50, 30),
                f"worst tick {found['late_ms']:.0f} ms late; {found['seconds']:.1f} s, {found['steps']:,} steps",
            )
        )
    return rows
