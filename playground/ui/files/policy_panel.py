"""Panel for the loaded policy: what its file holds, what can be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.hyper import Hyper, Value, hypers
from playground.i18n import _
from playground.number_text import four_digits, return_words, spread_words
from playground.ui.theme.theme import title_font

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.result import Evaluation

ROWS_PER_COLUMN = 3


class PolicyPanel(QScrollArea):
    """Facts of a policy. Everything that came out of a file is plain text."""

    replay_requested = Signal()
    evaluate_requested = Signal()
    train_on_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("policy_panel")
        self.setAccessibleName(_("The loaded policy"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        self.setWidget(inside)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        self._title = _plain("policy_title")
        self._title.setFont(title_font())
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        self._buttons = {
            "policy_replay": QPushButton(_("Replay")),
            "policy_evaluate": QPushButton(_("Evaluate")),
            "policy_train_on": QPushButton(_("Train on from this")),
            "policy_close": QPushButton(_("Close")),
        }
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            head.addWidget(button)
        self._buttons["policy_replay"].clicked.connect(self.replay_requested)
        self._buttons["policy_evaluate"].clicked.connect(self.evaluate_requested)
        self._buttons["policy_train_on"].clicked.connect(self.train_on_requested)
        self._buttons["policy_close"].clicked.connect(self.closed)
        layout.addLayout(head)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        layout.addLayout(self._grid)
        self._settings = _plain("policy_settings")
        self._settings.setProperty("role", "muted")
        self._settings.setWordWrap(True)
        layout.addWidget(self._settings)
        layout.addStretch(1)
        self._evaluated: QLabel | None = None
        self.show_policy(None, None)

    def show_policy(self, policy: Policy | None, path: Path | None) -> None:
        """Show what the policy is; None means that none is loaded."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        self._evaluated = None
        for button in self._buttons.values():
            button.setVisible(policy is not None)
        self._settings.setVisible(policy is not None)
        if policy is None:
            self._title.setText(_("No policy is loaded. Open one with Load, or drop a file on the window."))
            return
        name = policy.title or (path.name if path else "")
        self._title.setText(name)
        for number, (word, value) in enumerate(_facts(policy)):
            row, column = number % ROWS_PER_COLUMN, 2 * (number // ROWS_PER_COLUMN)
            label = QLabel(word)
            label.setProperty("role", "muted")
            shown = _plain(f"policy_fact_{number}")
            shown.setText(value)
            self._grid.addWidget(label, row, column)
            self._grid.addWidget(shown, row, column + 1)
            self._grid.setColumnStretch(column + 1, 1)
            if number == 0:
                self._evaluated = shown
        records = hypers(policy.settings.params)
        self._settings.setText(
            "  ·  ".join(f"{record.name} {_short(record, policy.values[record.name])}" for record in records)
        )

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show a new evaluation in place of the one from the file."""
        if self._evaluated is not None:
            self._evaluated.setText(describe(evaluation))


def _short(record: Hyper, value: Value) -> str:
    return four_digits(value) if isinstance(value, float) else record.format(value)


def asked_text(evaluation: Evaluation | None) -> str:
    """Say what an evaluation came to; None where it was interrupted."""
    if evaluation is None:
        return _("The evaluation was interrupted, so there is no result. The run is as it was.")
    return _("Current policy: {result}.").format(result=describe(evaluation))


def describe(evaluation: Evaluation) -> str:
    """Return the result of an evaluation in a few words."""
    return _("mean return {mean} ± {std} over {n} episodes").format(
        mean=return_words(evaluation.mean),
        std=spread_words(evaluation.std, evaluation.mean),
        n=len(evaluation.returns),
    )


def _facts(policy: Policy) -> list[tuple[str, str]]:
    card, learner = policy.settings.card, policy.settings.learner
    evaluation = describe(policy.evaluation) if policy.evaluation else _("not evaluated")
    return [
        (_("Evaluation"), evaluation),
        (_("Environment"), card.id),
        (_("Algorithm"), _(learner.title)),
        (_(learner.body), " – ".join(str(size) for size in policy.layer_sizes) or _("none")),
        (
            _("Trained for"),
            _("{steps} steps, {episodes} episodes").format(steps=f"{policy.step:,}", episodes=f"{policy.n_episodes:,}"),
        ),
        (_("Seed"), str(policy.settings.params.seed)),
        (_("Preset"), policy.settings.preset or _("none")),
        (_("Made"), f"{policy.created.replace('T', ' ')[:16]} UTC, {policy.versions.get('playground', '?')}"),
    ]


def _plain(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
