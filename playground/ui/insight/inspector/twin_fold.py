"""Fold of the same stage in PyTorch: its lines, and what it finds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from playground.agents.loop import Stage, StepFacts
from playground.agents.loop_words import plain
from playground.agents.twins import TwinAnswer, TwinError, ask_twin, source_of_twin
from playground.i18n import _, with_minus
from playground.ui.insight.inspector.code_fold import CodeFold
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.theme.theme import Theme, numbers_font

FAR = 1e-3  # of the number: what is further apart is no rounding


class TwinFold(CodeFold):
    """Lines of a twin, run on the numbers of the card while it is open.

    torch is imported only then, and beside the window: that takes a second.
    """

    def __init__(self, theme: Theme, tasks: BackgroundTasks) -> None:
        super().__init__("inspector_torch", _("The same in PyTorch"), theme)
        self._tasks = tasks
        self._module = ""
        self._stage: Stage | None = None
        self._facts: StepFacts | None = None
        self._asked: tuple[Stage, StepFacts] | None = None  # what is being computed
        self._answered: tuple[Stage, StepFacts] | None = None  # what the words are about
        self._result = QLabel()
        self._result.setObjectName("inspector_torch_result")
        self._result.setAccessibleName(_("What PyTorch finds"))
        self._result.setTextFormat(Qt.TextFormat.PlainText)
        self._result.setWordWrap(True)
        self._result.setFont(numbers_font())
        self._result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.layout_inside.insertWidget(1, self._result)
        self._result.hide()
        self.opened.connect(self._on_opened)

    def show_stage(self, stage: Stage, module: str) -> None:
        """Show the twin of another stage; `module` is the algorithm's."""
        self._stage, self._module = stage, module
        self.setVisible(bool(stage.twin))
        if self.is_open and stage.twin:
            self._show_source(stage)

    def show_facts(self, facts: StepFacts) -> None:
        """Take the numbers that it is run on."""
        self._facts = facts
        self._ask()

    def _on_opened(self, is_open: bool) -> None:
        self._result.setVisible(is_open)
        if is_open and self._stage is not None and self._stage.twin:
            self._show_source(self._stage)
            self._ask()

    def _show_source(self, stage: Stage) -> None:
        try:
            file, first, lines = source_of_twin(self._module, stage)
        except OSError:  # somebody took the sources away
            self.show_lines(_("The source file is not there."), ())
            return
        self.show_lines(_("{file}, from line {line}").format(file=file, line=first), lines)

    def _ask(self) -> None:
        """Begin to compute what is shown, unless it is known or another is under way."""
        stage, facts = self._stage, self._facts
        if stage is None or facts is None or not stage.twin or not self.is_open:
            return
        if _is_same(self._answered, (stage, facts)) or self._asked is not None:
            return
        self._asked = stage, facts
        self._result.setText(_("PyTorch computes it."))
        self._tasks.start(_work(self._module, stage, facts), self._on_answer, self._on_failed)

    def _on_answer(self, words: str) -> None:
        self._answered, self._asked = self._asked, None
        if self._stage is not None and _is_same(self._answered, (self._stage, self._facts)):
            self._result.setText(words)
        self._ask()

    def _on_failed(self, words: str) -> None:
        self._on_answer(words)


def answer_words(answer: TwinAnswer) -> str:
    """Say what PyTorch found, and how far that is from what the program found."""
    theirs, ours = plain(answer.theirs), plain(answer.ours)
    is_far = answer.largest_difference > FAR * max(1.0, abs(answer.ours))
    if is_far or theirs != ours:
        found = _("PyTorch says {theirs}, the program {ours}.").format(theirs=theirs, ours=ours)
    else:
        found = _("PyTorch says {value} too.").format(value=theirs)
    return with_minus(f"{found} {_difference_words(answer)}")


def _difference_words(answer: TwinAnswer) -> str:
    if not answer.largest_difference:
        return _("Not a bit differs.")
    difference = plain(answer.largest_difference)
    if answer.largest_difference < FAR:
        mantissa, _mark, power = f"{answer.largest_difference:.1e}".partition("e")
        difference = f"{mantissa}e{int(power)}".replace("-", "−")
    if answer.n == 1:
        return _("They differ by {difference}.").format(difference=difference)
    text = _("Of {n} numbers none differs by more than {difference}.")
    return text.format(n=f"{answer.n:,}", difference=difference)


def _work(module: str, stage: Stage, facts: StepFacts) -> Callable[[BackgroundTask], str]:
    def work(task: BackgroundTask) -> str:
        try:
            return answer_words(ask_twin(module, stage, facts))
        except TwinError as why:
            return str(why)

    return work


def _is_same(one: tuple[Stage, StepFacts] | None, other: tuple[Stage, StepFacts | None]) -> bool:
    """Whether two are of one stage of one step, and speak of one row."""
    if one is None or other[1] is None:
        return False
    (stage, facts), (its, theirs) = one, other
    return stage == its and facts.trace is theirs.trace and facts.chosen == theirs.chosen
