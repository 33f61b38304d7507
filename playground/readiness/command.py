"""`playground doctor` and `playground --self-test`, and their exit codes."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import Any

from playground import __version__
from playground.cli.main import DONE, FAILED
from playground.cli.terminal import OutputError, complain, prepare_streams, say, say_json
from playground.cli.text_width import columns, padded
from playground.cli.window import CheckComputer, TryItself
from playground.errors import PlaygroundError
from playground.i18n import N_, _, set_language
from playground.readiness.check_result import Verdict
from playground.readiness.doctor import Examination, conclusion, examine
from playground.readiness.evidence import Evidence
from playground.readiness.facts.fact import gather
from playground.readiness.report import about, as_json, as_page, as_text, line_of, title_of
from playground.readiness.self_test import StepResult, new_folder, remove, try_out
from playground.readiness.steps import STEPS
from playground.store.safe.atomic import check_writable, write_file
from playground.store.safe.errors import SaveError
from playground.store.safe.sanitize import plain

PAGE_SUFFIXES = (".html", ".htm")


def run(asked: CheckComputer | TryItself) -> int:
    """Do it; return the exit code.

    It is 0 only where every result was looked at and is as it should be.
    """
    prepare_streams()
    try:
        return _check(asked) if isinstance(asked, CheckComputer) else _test(asked)
    except PlaygroundError as error:
        complain(str(error))
    except OutputError:
        complain(_("The result could not be written to standard output. Is its reader gone, or its disk full?"))
    except KeyboardInterrupt:
        complain(_("Stopped before it was finished. Files are as they were before."))
    return FAILED


def _check(asked: CheckComputer) -> int:
    examination, evidence = Examination(), Evidence()
    report = None if asked.report is None else _report_file(Path(asked.report), examination)
    if not asked.json:
        for line in (title_of(examination), *about(examination), ""):
            say(line)
    for check, finding in examine(evidence=evidence):
        examination.findings[check.name] = finding
        if not asked.json:
            say(line_of(check, finding))
    if asked.json or report is not None:  # for whoever helps from afar
        for fact, found in gather(evidence):
            examination.facts[fact.name] = found
    if asked.json:
        say_json(as_json(examination), sys.stdout)
    else:
        say(f"\n{conclusion(examination.verdict)}")
    if report is not None:
        _write(report, examination)
    return FAILED if examination.verdict is Verdict.FAILS else DONE


def _test(asked: TryItself) -> int:
    if asked.json:
        set_language("en")  # as all that programs read
    folder, outcomes = new_folder(), []
    try:
        with contextlib.closing(try_out(STEPS, folder)) as running:
            for outcome in running:
                outcomes.append(outcome)
                if not asked.json:
                    say(_line_of(outcome))
    finally:
        remove(folder)
    failed = [outcome for outcome in outcomes if not outcome.is_ok]
    if asked.json:
        say_json(_as_json(outcomes), sys.stdout)
    else:
        say(f"\n{_in_all(outcomes, failed)}")
    return DONE if not failed and len(outcomes) == len(STEPS) else FAILED


def _in_all(outcomes: list[StepResult], failed: list[StepResult]) -> str:
    figures = {"n": len(failed), "all": len(outcomes), "seconds": f"{sum(outcome.seconds for outcome in outcomes):.1f}"}
    if not failed:
        return _("All {all} steps came to what they should, in {seconds} s.").format(**figures)
    text = _(
        "{n} of {all} steps failed, in {seconds} s. Install the program again. If that does not help, send what is above, and this file: {file}"
    )
    return text.format(**figures, file=plain(_keep_details(failed), 200))


def _line_of(outcome: StepResult) -> str:
    wide = max(columns(_(step.title)) for step in STEPS) + 2
    text = _("ok") if outcome.is_ok else _("FAILED: {problem}").format(problem=outcome.problem)
    return f"  {padded(_(outcome.step.title), wide)}{outcome.seconds:5.1f} s  {plain(text, 500)}"


def _as_json(outcomes: list[StepResult]) -> dict[str, Any]:
    return {
        "ok": len(outcomes) == len(STEPS) and all(outcome.is_ok for outcome in outcomes),
        "version": __version__,
        "seconds": round(sum(outcome.seconds for outcome in outcomes), 1),
        "steps": [
            {
                "name": outcome.step.name,
                "ok": outcome.is_ok,
                "seconds": round(outcome.seconds, 2),
                "seen": outcome.seen,
                "problem": outcome.problem and outcome.problem.english(),
                "details": outcome.details,
            }
            for outcome in outcomes
        ],
    }


def _keep_details(failed: list[StepResult]) -> str:
    """Write details for developers to a file; return its name.

    Or return that there is none.
    """
    text = "\n".join(f"{one.step.name}: {one.problem and one.problem.english()}\n{one.details}\n" for one in failed)
    try:
        descriptor, name = tempfile.mkstemp(prefix="playground-self-test-", suffix=".log")
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return "–"
    return name


def _report_file(named: Path, examination: Examination) -> Path:
    """Return the file of the report, which was found writable.

    In a folder it bears the name of the computer.
    """
    if named.is_dir():
        name = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in examination.computer)
        named /= f"{name}-{examination.moment:%Y-%m-%d}.html"
    check_writable(named)
    return named


def _write(report: Path, examination: Examination) -> None:
    make = as_page if report.suffix.lower() in PAGE_SUFFIXES else as_text
    data = make(examination).encode()

    def check(written: Path) -> None:
        if written.read_bytes() != data:
            raise SaveError(
                N_("The disk did not keep the report as it was written, so it was not kept. Try another disk.")
            )

    write_file(report, data, check)
    complain(_("The report is in {file}.").format(file=plain(report, 200)))
