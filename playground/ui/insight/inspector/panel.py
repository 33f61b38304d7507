"""Panel of the inspector: one step, stage by stage, with its numbers put in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.agents.loop import Stage, StepFacts
from playground.i18n import _
from playground.ui.insight.inspector.card_list import CardList
from playground.ui.insight.inspector.words import notice_of, said_of, shown, where_of
from playground.ui.insight.stage_walk import StageWalk
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.theme.theme import Theme, numbers_font


class InspectorPanel(QWidget):
    """Cards of the step that a walk shows; idle while hidden.

    While a run races, the cards of the last step that was read stay, grey.
    """

    def __init__(self, walk: StageWalk, theme: Theme, tasks: BackgroundTasks, parent: QWidget | None = None) -> None:
        """`tasks` are those that the closing window waits for: PyTorch is asked in one."""
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(_("The inspector: one step, stage by stage"))
        self._walk = walk
        self._facts: StepFacts | None = None  # what the cards speak of
        self._stages: tuple[Stage, ...] = ()
        self._of: object = None  # settings that they belong to
        self._cards = CardList(theme, tasks)
        self._cards.chosen.connect(walk.open)
        self._cards.laid_out.connect(self._on_laid_out)
        self._where = self._label("inspector_where", _("Which step"))
        self._notice = self._label("inspector_notice", _("What is shown here"))
        self._notice.setProperty("role", "muted")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("inspector_scroll")
        self._scroll.setAccessibleName(_("Cards of the stages"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._cards)
        self._follows = True  # until somebody scrolls away from the open card
        self._scroll.verticalScrollBar().actionTriggered.connect(self._on_scrolled)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self._back = self._button("inspector_back", _("Back (Shift+F9)"), _("Go back to the stage before."))
        self._next = self._button("inspector_next", _("Next (F9)"), _("Go on to the next stage, or make a step."))
        self._back.clicked.connect(walk.back)
        self._next.clicked.connect(walk.forward)
        buttons.addWidget(self._back, 1)
        buttons.addWidget(self._next, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 4, 8, 0)
        outer.setSpacing(4)
        outer.addLayout(buttons)
        outer.addWidget(self._where)
        outer.addWidget(self._notice)
        outer.addWidget(self._scroll, 1)
        outer.addStretch(0)  # for what is said where there are no cards
        walk.facts_changed.connect(self._on_facts_changed)
        walk.stage_changed.connect(self._on_stage_changed)

    # What is shown

    def _on_facts_changed(self) -> None:
        if self.isVisible():
            self._refresh()

    def _on_stage_changed(self) -> None:
        if self.isVisible():
            self._follows = True
            self._refresh()

    def _on_laid_out(self) -> None:
        if self._follows:
            self._scroll_to_open()

    def _on_scrolled(self) -> None:
        self._follows = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._walk.set_watched(self.objectName(), True)
        self._refresh()
        self._scroll_to_open()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._walk.set_watched(self.objectName(), False)

    def _refresh(self) -> None:
        walk = self._walk
        is_stale = self._take()
        notice = notice_of(walk)
        has_cards = self._facts is not None and bool(self._stages) and walk.replay is None
        where = where_of(self._facts, walk.snapshot, is_stale=is_stale) if has_cards else ""
        for label, words in ((self._notice, notice), (self._where, where)):
            if label.text() != words:
                label.setText(words)
            label.setVisible(bool(words))
        self._scroll.setVisible(has_cards)
        self._back.setEnabled((walk.replay is None and not walk.is_at_first) or walk.index > 0)
        self._next.setEnabled(walk.replay is None and walk.facts is not None)
        if has_cards:
            self._show_cards(is_stale=is_stale)
        else:
            self._say(notice)

    def _take(self) -> bool:
        """Take the facts that the cards speak of; return whether they are old."""
        walk, facts, settings = self._walk, self._walk.facts, self._walk.snapshot.settings
        if settings is not self._of:
            self._of, self._facts, self._stages = settings, None, ()
        if facts is not None and (facts.trace is not None or walk.is_at_first):
            self._facts, self._stages = facts, walk.stages if facts.trace is not None else _made(walk.stages)
            return False
        return self._facts is not None

    def _show_cards(self, *, is_stale: bool) -> None:
        walk, facts = self._walk, self._facts
        assert facts is not None
        assert walk.explainer is not None
        index = min(walk.index, len(self._stages) - 1)
        stage = self._stages[index]
        text = shown(walk.explainer.tell(stage, facts))
        self._cards.show_stages(self._stages)
        self._cards.body.show_stage(stage, self._module())
        self._cards.body.show_text(text, facts)
        self._cards.body.set_grey(is_stale)
        self._cards.open(index, is_lit=not is_stale and walk.lit is stage)
        self._cards.headings[index].setAccessibleDescription(said_of(text))
        self._say("\n".join(part for part in (self._where.text(), self._notice.text()) if part))

    def _module(self) -> str:
        settings = self._walk.snapshot.settings
        assert settings is not None
        return settings.learner.learner.partition(":")[0]

    def _say(self, words: str) -> None:
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def _scroll_to_open(self) -> None:
        """Scroll so that the open card is seen, its heading before all; nothing glides."""
        card = self._cards.open_rect()
        bar, height = self._scroll.verticalScrollBar(), self._scroll.viewport().height()
        if card.isNull() or (card.top() >= bar.value() and card.bottom() <= bar.value() + height):
            return
        is_low = card.height() < height and card.top() > bar.value()
        bar.setValue(round(card.bottom() - height if is_low else card.top()))

    # Parts

    def _label(self, name: str, accessible: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(numbers_font())
        label.hide()
        return label

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(tip)
        button.setMinimumWidth(80)
        return button


def _made(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Return the stages that are told before the first step: what is made then."""
    return tuple(stage for stage in stages if stage.is_setup)
