"""Body of the card that is open: formula, numbers, words, code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from playground.agents.loop import Stage, StageText, StepFacts
from playground.agents.stage_code import lines_of, module_of
from playground.i18n import _
from playground.ui.insight.inspector.code_fold import CodeFold
from playground.ui.insight.inspector.plain_formula import plain_formula
from playground.ui.insight.inspector.twin_fold import TwinFold
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.support.formula import FormulaLabel
from playground.ui.theme.theme import Theme, numbers_font


class CardBody(QWidget):
    """What stands below the heading of the open card, however narrow it is."""

    def __init__(self, theme: Theme, tasks: BackgroundTasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inspector_body")
        self._stage: Stage | None = None
        self._module = ""  # of the algorithm
        self.formula = FormulaLabel()
        self.formula.setObjectName("inspector_formula")
        bold = numbers_font()
        bold.setWeight(QFont.Weight.Bold)
        self.result = self._label("inspector_result", _("The formula with its numbers"), bold)
        self.lines = self._label("inspector_lines", _("What happened"), numbers_font())
        self.why_not = self._label("inspector_why_not", _("Why there is nothing to show"), numbers_font())
        self.why_not.setProperty("role", "muted")
        self.code = CodeFold("inspector_code", _("The code"), theme)
        self.code.opened.connect(self._on_code_opened)
        self.twin = TwinFold(theme, tasks)
        self._words = QWidget()  # what is grey where it is old
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(4)
        for part in (self.formula, self.result, self.lines, self.why_not):
            words.addWidget(part)
        self.layout_inside = QVBoxLayout(self)
        self.layout_inside.setContentsMargins(12, 2, 12, 8)
        self.layout_inside.setSpacing(6)
        self.layout_inside.addWidget(self._words)
        self.layout_inside.addWidget(self.code)
        self.layout_inside.addWidget(self.twin)

    def show_stage(self, stage: Stage, module: str) -> None:
        """Show what does not change from step to step; `module` is the algorithm's."""
        if (stage, module) == (self._stage, self._module):
            return
        self._stage, self._module = stage, module
        self.formula.show_formula(stage.formula, plain_formula(stage.formula))
        self.formula.setVisible(bool(stage.formula))
        self.code.setVisible(bool(stage.code))
        self._on_code_opened(self.code.is_open)
        self.twin.show_stage(stage, module)

    def show_text(self, text: StageText, facts: StepFacts) -> None:
        """Show the numbers of a step."""
        self.twin.show_facts(facts)
        for label, words in (
            (self.result, text.result),
            (self.lines, "\n".join(text.lines)),
            (self.why_not, text.why_not),
        ):
            if label.text() != words:
                label.setText(words)
            label.setVisible(bool(words))

    def set_grey(self, is_grey: bool) -> None:
        """Grey the numbers of a step that is over."""
        self._words.setEnabled(not is_grey)

    def _on_code_opened(self, is_open: bool) -> None:
        stage = self._stage
        if not is_open or stage is None or not stage.code:
            return
        try:
            first, lines = lines_of(self._module, stage.code)
        except OSError:  # somebody took the sources away
            self.code.show_lines(_("The source file is not there."), ())
            return
        file = "/".join(module_of(self._module, stage.code).split(".")[-2:]) + ".py"
        self.code.show_lines(_("{file}, from line {line}").format(file=file, line=first), lines)

    def _label(self, name: str, accessible: str, font: QFont) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(font)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
