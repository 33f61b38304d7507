"""Entry point of the program: a window, or a command.

It sets up the process before anything else is imported.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys

from playground.i18n import set_language, system_language
from playground.surroundings import hand_back_surroundings, name_fonts, taken_for_python

WRONG_USAGE = 2


def main() -> int:
    """Do what the words after the program's name ask; return the exit code."""
    hand_back_surroundings()  # child processes, too, run what somebody wrote
    name_fonts()
    multiprocessing.freeze_support()  # in a frozen program a child process must get no further
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read once, when numpy and torch are imported
        os.environ[variable] = "1"
    set_language(system_language())
    from playground.cli.terminal import complain, prepare_streams

    prepare_streams()
    words = sys.argv[1:]
    if not words:
        return _open_window(None, None)
    mistaken = taken_for_python(words)
    if mistaken is not None:
        complain(f"{mistaken}.")
        return WRONG_USAGE
    from playground.cli.main import run
    from playground.cli.window import OpenWindow

    result = run(words)
    if isinstance(result, OpenWindow):
        return _open_window(result.file, result.seed)
    if not isinstance(result, int):
        from playground.readiness.command import run as look_into

        result = look_into(result)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done but taking the interpreter down
    return result


def _open_window(file: str | None, seed: int | None) -> int:
    from playground.cli.screen import screen_problem
    from playground.cli.terminal import complain

    problem = screen_problem()
    if problem is not None:
        complain(str(problem))
        return 1
    from playground.ui.app import run

    return run(file, seed)


if __name__ == "__main__":
    sys.exit(main())
