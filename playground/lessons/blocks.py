"""Blocks of a page: question, run and check, read from their tables."""

from __future__ import annotations

import re

from playground.errors import PlaygroundError
from playground.i18n import N_
from playground.lessons.lesson import DIRECTIONS, Fault, Page, PageCheck, PageRun, Question
from playground.lessons.source import Block, PageSource
from playground.lessons.tables import Table

KINDS = ("choice", "number", "direction", "click")
MOST_STEPS = 1_000_000  # that a page may run
RIGHT, WRONG = "right", "wrong"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


def page_of(source: PageSource, faults: list[Fault]) -> Page:
    """Return a page; what is wrong with it goes to the faults."""
    found: dict[str, Block] = {}
    explanations: dict[str, str] = {}
    hints: list[str] = []
    for block in source.blocks:
        if block.kind == "hint":
            hints.append(block.text.strip())
        elif block.kind == "explain":
            _take_once(explanations, block.words, block, faults)
        elif block.kind in found:
            faults.append(
                _fault(
                    block,
                    N_("A page has one block “{kind}” at most. Put this one on a page of its own."),
                    kind=block.kind,
                )
            )
        else:
            found[block.kind] = block
    return Page(
        source.title,
        source.text,
        _question(found["question"], faults) if "question" in found else None,
        _run(found["run"], faults) if "run" in found else None,
        _check(found["check"], faults) if "check" in found else None,
        explanations,
        tuple(hints),
        source.line,
    )


def _take_once(explanations: dict[str, str], words: str, block: Block, faults: list[Fault]) -> None:
    if words in explanations:
        faults.append(_fault(block, N_("“{words}” is explained twice on this page."), words=words[:80]))
    explanations[words] = block.text.strip()


def _question(block: Block, faults: list[Fault]) -> Question:
    table = Table(block.text, block.line, faults)
    kind = table.need("kind", str, "choice")
    if kind not in KINDS:
        table.fault(
            "kind",
            N_("There is no kind of question “{kind}”. There are: {known}."),
            kind=kind[:80],
            known=", ".join(KINDS),
        )
    name = table.need("name", str, "")
    if name and not _NAME.fullmatch(name):
        table.fault("name", N_("A name has small letters, digits and _ only, and begins with a letter."))
    answers = DIRECTIONS if kind == "direction" else table.texts("answers") if kind == "choice" else ()
    question = Question(
        name,
        kind,
        table.need("ask", str, "").strip(),
        table.need("key", str, ""),
        answers,
        table.texts("holds") if kind == "choice" else (),
        table.get("right", str, ""),
        table.get("value", str, "") if kind in ("number", "direction") else "",
        table.get("within", float, 0.0),
        table.get("unit", str, "") if kind == "number" else "",
        table.get("scored", bool, False),
        block.line,
    )
    table.finish()
    if table.values:
        _check_question(question, table)
    return question


def _check_question(question: Question, table: Table) -> None:
    """Note what does not fit together in a question."""
    kind, answers = question.kind, question.answers
    if kind == "choice" and not 2 <= len(answers) <= 6:
        table.fault("answers", N_("A choice has from 2 to 6 answers."))
    if len(set(answers)) < len(answers):
        table.fault("answers", N_("Two answers are the same."))
    for name in {RIGHT, WRONG}.intersection(answers):
        table.fault("answers", N_("No answer can be called “{name}”: an explanation is. Say it otherwise."), name=name)
    if answers and question.key not in answers:
        table.fault("key", N_("The key “{answer}” is none of the answers."), answer=question.key[:80])
    if question.holds and len(question.holds) != len(answers):
        table.fault(
            "holds",
            N_("holds needs one condition for each answer: {n_answers}, not {n}."),
            n_answers=len(answers),
            n=len(question.holds),
        )
    if question.right and answers and question.right not in answers:
        table.fault("right", N_("The right answer “{right}” is none of the answers."), right=question.right[:80])
    ways = [bool(question.holds), bool(question.value), bool(question.right)]
    if ways.count(True) != 1:
        table.fault(
            "",
            N_(
                "Say in one way which answer comes true: by holds (a condition for each), by value (a name), or by right."
            ),
        )
    if kind == "number":
        for name in ("key", *(["right"] if question.right else [])):
            if not _is_number(getattr(question, name)):
                table.fault(name, N_("{name} has to be a number in quotes."), name=name)
    if question.within < 0:
        table.fault("within", N_("within is a distance, so it is not below 0."))


def _run(block: Block, faults: list[Fault]) -> PageRun:
    table = Table(block.text, block.line, faults)
    at_most = table.need("at_most", int, 1)
    if not 1 <= at_most <= MOST_STEPS:
        table.fault("at_most", N_("at_most is a number of environment steps from 1 to {most}."), most=f"{MOST_STEPS:,}")
    remember = table.get("remember", dict, {})
    for name, value in remember.items():
        if not (_NAME.fullmatch(name) and type(value) is str):
            table.fault("remember", N_('remember gives new names to numbers: remember = {{ before = "mean_return" }}.'))
            remember = {}
            break
    run = PageRun(
        table.need("until", str, "step >= 1"),
        at_most,
        table.get("anew", bool, False),
        table.get("settings", dict, {}),
        table.get("live", dict, {}),
        remember,
        block.line,
    )
    table.finish()
    if run.settings and not run.anew:
        table.fault(
            "settings", N_("settings belong to a run that begins anew (anew = true); use live for one that goes on.")
        )
    return run


def _check(block: Block, faults: list[Fault]) -> PageCheck:
    table = Table(block.text, block.line, faults)
    check = PageCheck(
        table.get("holds", str, ""), table.get("judge", str, ""), table.get("says", str, "").strip(), block.line
    )
    table.finish()
    if table.values and bool(check.holds) == bool(check.judge):
        table.fault("", N_("A check has a condition (holds) or a question for the person (judge), one of them."))
    return check


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _fault(block: Block, template: str, **values: object) -> Fault:
    return Fault(block.line - 1, 1, PlaygroundError(template, **values))
