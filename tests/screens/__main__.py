"""`python3 packaging/dev.py screens [FOLDER]`: pictures of the window in every state, and contact sheets of them."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault(
    "NUMBA_CACHE_DIR", os.path.join(tempfile.gettempdir(), "playground-tests")
)  # as the tests have it

from PySide6.QtGui import QGuiApplication

from playground.arithmetic.prepare import prepare
from tests.screens.catalogue import every_state
from tests.screens.looks import FIRST, LOOKS, Look
from tests.screens.sheets import write_sheets

SIDE_BY_SIDE = 2  # processes
MOST_ENDS = 3  # that a look's processes may come to, before the rest of it is given up


def main(words: list[str]) -> int:
    """Take the pictures that `words` ask for; return 1 if one could not be taken."""
    states = every_state()
    arguments = _parse(words, list(states))
    if arguments.list:
        for state in states.values():
            _say(state.name + ("  (everywhere)" if state.everywhere else ""))
        return 0
    folder: Path = arguments.folder.absolute()
    wanted = {
        look: [
            name
            for name, state in states.items()
            if name in (arguments.only or states) and (state.everywhere or look == FIRST or arguments.only)
        ]
        for look in (LOOKS[name] for name in arguments.looks or ([FIRST.name] if arguments.only else LOOKS))
    }
    folder.mkdir(parents=True, exist_ok=True)
    prepare()  # once: every state has a home of its own, and would wait for it
    problems: list[str] = []
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        for found in pool.map(
            lambda item: _take(folder, *item), sorted(wanted.items(), key=lambda item: -len(item[1]))
        ):
            problems += found
    app = QGuiApplication.instance() or QGuiApplication([])  # for the letters on the sheets
    assert app is not None
    n_pictures = n_sheets = 0
    for look, names in wanted.items():
        pictures = [folder / look.name / f"{name}.png" for name in names]
        pictures = [path for path in pictures if path.exists()]
        n_pictures += len(pictures)
        n_sheets += len(write_sheets(folder, f"sheet-{look.name}", pictures))
    for problem in problems:
        _tell(problem)
    _say(f"{n_pictures} pictures and {n_sheets} contact sheets are in {folder}.")
    if problems:
        _tell(f"{len(problems)} states went wrong; why stands above.")
    return 1 if problems else 0


def _parse(words: list[str], names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 packaging/dev.py screens",
        allow_abbrev=False,
        description="Open the real window in every state, without a screen and away from your settings, and take its "
        "picture: all states in light English at 1366x768, two dozen of them in both themes and languages on four screens.",
    )
    usual = Path(tempfile.gettempdir(), "rl-playground-screens")
    parser.add_argument("folder", nargs="?", type=Path, default=usual, metavar="FOLDER", help=f"default: {usual}")
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="only these states; in the first look, unless --looks"
    )
    parser.add_argument("--looks", nargs="+", metavar="LOOK", help=f"only these looks: {', '.join(LOOKS)}")
    parser.add_argument("--list", action="store_true", help="only say which states there are")
    arguments = parser.parse_args(words)
    for given, known in ((arguments.only or [], names), (arguments.looks or [], list(LOOKS))):
        for name in given:
            if name not in known:
                parser.error(f"there is no {name}; there are {', '.join(known)}")
    return arguments


def _take(folder: Path, look: Look, names: list[str]) -> list[str]:
    """Take the pictures of one look in processes of their own; return what went wrong."""
    home = folder / f"home-{look.name}"
    problems: list[str] = []
    shutil.rmtree(folder / look.name, ignore_errors=True)
    for sheet in folder.glob(f"sheet-{look.name}-*.png"):
        sheet.unlink()
    left, ends = list(names), 0
    while left and ends < MOST_ENDS:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        done = _run_child(folder, look, home, left, problems)
        left = left[len(done) :]
        if left:  # it came to an end in the middle of this one
            problems.append(f"{look.name}, {left.pop(0)}: its process ended")
            ends += 1
    problems += [f"{look.name}, {name}: not tried any more" for name in left]
    shutil.rmtree(home, ignore_errors=True)
    return problems


def _run_child(folder: Path, look: Look, home: Path, names: list[str], problems: list[str]) -> list[str]:
    command = [sys.executable, "-P", "-m", "tests.screens.child", str(folder), look.name, *names]
    surroundings = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LANG")}
    done: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=surroundings | look.variables(home)
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if not line.startswith("{"):
                continue
            told = json.loads(line)
            done.append(told["state"])
            _tell(f"{look.name}, {told['state']}{': FAILED' if told['problem'] else ''}")
            if told["problem"]:
                problems.append(f"{look.name}, {told['state']}: {told['problem']}")
    return done


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    """Say what is no result."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
