"""The child that runs a state machine and reports what did not hold."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import traceback
from typing import Any

os.environ |= {"QT_QPA_PLATFORM": "offscreen", "SDL_VIDEODRIVER": "dummy", "LC_ALL": "C.UTF-8"}  # before Qt is imported
os.environ.pop("LANGUAGE", None)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = os.path.join(tempfile.gettempdir(), "hypothesis")  # not the project

from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.bench.child import serve
from tests.sequences import sequences

WORDS = 4000  # of what was done where something did not hold


def sequences_of(machine: str, n: int, length: int, number: int) -> dict[str, Any]:
    """Make `n` sequences of up to `length` things; those after one in which something did not hold are left out."""
    if machine == "run":
        from tests.engine.state_machine.run_machine import RunMachine as Machine
        from tests.engine.state_machine.state import DONE
    else:
        from tests.ui.state_machine.state import DONE  # type: ignore[assignment]
        from tests.ui.state_machine.window_machine import WindowMachine as Machine
    DONE.clear()
    told = io.StringIO()
    answer: dict[str, Any] = {"wrong": ""}
    try:
        with contextlib.redirect_stdout(sys.stderr):
            run_state_machine_as_test(seed(number)(Machine), settings=sequences(n, length, same=False))
    except BaseException as error:  # noqa: BLE001  an assertion, or what should not have been raised
        traceback.print_exception(error, file=told)
        told.write("\n".join(line for line in getattr(error, "__notes__", []) if "all_holds" not in line))
        answer["wrong"] = f"{type(error).__name__}: {error}"[:200]
    return answer | {"words": told.getvalue()[-WORDS:], "done": dict(DONE)}


if __name__ == "__main__":
    serve({"sequences": sequences_of})
