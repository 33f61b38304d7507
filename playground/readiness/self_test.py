"""`playground --self-test`: try everything that the program does.

The steps run one after the other in a process of their own. When that dies or hangs, this is a failure of the step it
was at, with its stack in the details, and the steps after it go on in another process. Nothing of the user's own is
read or written: settings, copies and log are kept in a folder that is removed at the end.
"""

from __future__ import annotations

import faulthandler
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.errors import PlaygroundError, Term
from playground.i18n import N_, set_language, spoken_language
from playground.readiness.subprocess_check import Child, ChildLost, ChildMessage, Tell

LIMIT_S = 180.0  # for one step: some take two seconds on a fast computer, and compiling ten
_GRACE_S = 1.0  # for the stack of one that hangs to be written


class StepError(PlaygroundError):
    """A step whose result is not as it should be."""


@dataclass(frozen=True)
class Step:
    """One thing that the program does.

    `do` gets the folder it may write in and returns what it saw, in English figures. It raises StepError, or what the
    program raises, where the result is not as it should be.
    """

    name: str
    title: str
    do: Callable[[Path], str]


@dataclass(frozen=True)
class StepResult:
    """The result of a step.

    `problem` is for people, `details` are for developers.
    """

    step: Step
    seconds: float
    seen: str = ""
    problem: Term | None = None
    details: str = ""

    @property
    def is_ok(self) -> bool:
        return self.problem is None


def try_out(steps: Sequence[Step], folder: Path, limit_s: float = LIMIT_S) -> Generator[StepResult]:
    """Do all `steps`, even where some fail; yield the result of each.

    `folder` is empty, and the caller's.
    """
    at = 0
    while at < len(steps):
        try:
            child = Child(_do_all, [step.do for step in steps[at:]], folder, spoken_language(), limit_s)
        except OSError as error:
            problem = Term(N_("no process could be started ({error})"), error=str(error))
            yield from (StepResult(step, 0.0, problem=problem) for step in steps[at:])
            return
        try:
            while at < len(steps):
                began = time.perf_counter()
                answer = child.receive(limit_s + _GRACE_S)
                outcome = _outcome(steps[at], answer, time.perf_counter() - began)
                at += 1
                yield outcome
                if isinstance(answer, ChildLost):
                    break
        finally:
            child.end()


def new_folder() -> Path:
    """Return an empty folder for temporary use.

    Raises StepError where there can be none.
    """
    try:
        return Path(tempfile.mkdtemp(prefix="playground-self-test-"))
    except OSError as error:
        raise StepError(
            N_(
                "No temporary folder can be made ({error}), so nothing was tried. Free some room on the disk, or set TMPDIR to a folder that can be written."
            ),
            error=str(error),
        ) from None


def remove(folder: Path) -> None:
    """Remove what a test wrote.

    What a process that was ended still holds, the system removes some day.
    """
    shutil.rmtree(folder, ignore_errors=True)


def _outcome(step: Step, answer: ChildMessage | ChildLost, seconds: float) -> StepResult:
    if isinstance(answer, ChildLost):
        return StepResult(step, seconds, problem=answer.reason, details=answer.details)
    seconds, seen, problem, details = answer.value
    return StepResult(step, seconds, seen, Term(N_("{error}"), error=problem) if problem else None, details)


def _do_all(tell: Tell, does: Sequence[Callable[[Path], str]], folder: Path, language: str, limit_s: float) -> None:
    """Do the steps in the child process; tell the result of each.

    That is how long it took, what it saw, or what is wrong.
    """
    from playground.readiness.isolation import keep_all_in

    keep_all_in(folder)
    for do in does:
        set_language(language)
        began, seen, problem, details = time.perf_counter(), "", "", ""
        faulthandler.dump_traceback_later(limit_s)  # into what this process says; whoever waits ends it
        try:
            seen = do(folder)
        except PlaygroundError as error:
            problem, details = str(error), traceback.format_exc()
        except Exception as error:  # noqa: BLE001  whatever it is, it is the result of this step
            problem, details = f"{type(error).__name__}: {error}"[:500], traceback.format_exc()
        faulthandler.cancel_dump_traceback_later()
        tell((time.perf_counter() - began, seen, problem, details))
