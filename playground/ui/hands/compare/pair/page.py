"""Page with two policies: the verdict, both episodes, and where they disagree."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from playground.agents.loop_words import action_words
from playground.engine.evaluation.comparison_words import basis_words, disagreement_words, verdict_words
from playground.engine.evaluation.disagreements import Disagreement
from playground.envs.base import EnvironmentCard
from playground.i18n import _
from playground.number_text import return_words
from playground.ui.files.recent_files import RecentFiles
from playground.ui.hands.compare.chooser import PairForm
from playground.ui.hands.compare.pair.bar import PairBar
from playground.ui.hands.compare.pair.difference_strip import DifferenceStrip
from playground.ui.hands.compare.pair.player import PairPlayer
from playground.ui.hands.compare.pair.views import PairViews
from playground.ui.hands.compare.work import Compared, Shown
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme, title_font

SIDE = (200, 300)  # px of the column with the numbers, at least and at most


class PairPage(QWidget):
    """What a comparison came to. It asks for episodes and moments, which others fetch."""

    start_chosen = Signal(int)
    moment_chosen = Signal(object)  # Disagreement

    def __init__(self, recent: RecentFiles, icons: Icons, theme: Theme, card: EnvironmentCard) -> None:
        super().__init__()
        self.setObjectName("compare_pair")
        self.form = PairForm("compare", recent, theme, _("Compare"))
        self.player = PairPlayer(self)
        self.bar = PairBar(self.player, icons)
        self._views = PairViews(self.player, self.bar, theme, card)
        self._strip = DifferenceStrip(theme)
        self._compared: Compared | None = None
        self._make_words()
        self._place()
        self._list.itemSelectionChanged.connect(self._on_moment)  # not the current row: to come by is not to choose
        self._list.itemActivated.connect(self._on_moment)
        self.bar.start_chosen.connect(self._ask_for_start)
        self._strip.start_chosen.connect(self._ask_for_start)
        self.show_nothing()

    @property
    def compared(self) -> Compared | None:
        """The comparison that is shown."""
        return self._compared

    def show_nothing(self) -> None:
        """Say what will stand here."""
        self._compared = None
        self.player.pause()
        self.bar.show_starts(0)
        self._strip.show_differences(None)
        self._list.clear()
        self._views.show_heads(_("First policy"), _("Second policy"))
        self._verdict.setText(
            _(
                "Choose two and compare them: both play from the same starts, and you see how far they differ, and where."
            )
        )
        self._basis.setText("")
        self._told.setText("")

    def show_busy(self, words: str) -> None:
        """Say what is under way."""
        self._say(words, "")
        self.form.set_busy(True)

    def show_problem(self, words: str) -> None:
        """Say why there is no result; what was shown before stays."""
        self.form.set_busy(False)
        self._say(words, "refusal")

    def show_stopped(self) -> None:
        """Say that nothing new came, and show what was there."""
        self.form.set_busy(False)
        if self._compared is None:
            self.show_nothing()
        else:
            self._write_verdict(self._compared)

    def show_compared(self, compared: Compared) -> None:
        """Show a comparison; its episodes follow."""
        self._compared = compared
        self.form.set_busy(False)
        self._write_verdict(compared)
        self._views.show_card(compared.comparison.card)
        self._strip.show_differences(compared.comparison.paired)
        self.bar.show_starts(len(compared.comparison.seeds))
        with QSignalBlocker(self._list):
            self._list.clear()
            for moment in compared.moments:
                self._list.addItem(self._moment_line(moment))
        if not compared.moments:
            self._told.setText(_("They act the same in every state that either visits."))

    def show_episodes(self, shown: Shown) -> None:
        """Show two episodes side by side, with whose they are."""
        compared = self._compared
        assert compared is not None
        comparison = compared.comparison
        self.bar.show_start(shown.start)
        self._strip.show_start(shown.start)
        self.player.show(shown.recordings, comparison.card.steps_per_second, shown.frame)
        names = [contestant.name for contestant in comparison.contestants]
        if shown.moment is None:
            heads = [
                _("{name}: return {total}").format(name=name, total=return_words(recording.total))
                for name, recording in zip(names, shown.recordings, strict=True)
            ]
            with QSignalBlocker(self._list):
                self._list.setCurrentRow(-1)
            self._told.setText("" if compared.moments else self._told.text())
        else:
            heads = [
                _("{name}: {total} from here on").format(name=name, total=return_words(total))
                for name, total in zip(names, shown.moment.returns, strict=True)
            ]
            self._told.setText(disagreement_words(comparison, shown.moment))
        self._views.show_heads(*heads)

    def _make_words(self) -> None:
        self._verdict = _text("compare_verdict")
        self._basis = _text("compare_basis")
        self._basis.setProperty("role", "muted")
        self._told = _text("compare_moment")
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._told.setMinimumHeight(3 * self._told.fontMetrics().lineSpacing())
        self._list = QListWidget()
        self._list.setObjectName("compare_moments")
        self._list.setAccessibleName(_("Where they disagree most"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _place(self) -> None:
        head = QLabel(_("Where they disagree most"))
        head.setFont(title_font())
        head.setBuddy(self._list)
        side = QWidget()
        side.setMinimumWidth(SIDE[0])
        side.setMaximumWidth(SIDE[1])
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        strip_head = QLabel(_("First less second, by start"))
        strip_head.setFont(title_font())
        for widget in (strip_head, self._strip, head):
            column.addWidget(widget)
        column.addWidget(self._list, 1)
        picture = QVBoxLayout()
        picture.setSpacing(8)
        picture.addWidget(self._views, 1)
        picture.addWidget(self.bar)
        picture.addWidget(self._told)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addLayout(picture, 2)
        below.addWidget(side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        layout.addWidget(self._verdict)
        layout.addWidget(self._basis)
        layout.addLayout(below, 1)

    def _say(self, words: str, role: str) -> None:
        self._verdict.setProperty("role", role)
        self._verdict.style().polish(self._verdict)
        self._verdict.setText(words)
        self._basis.setText("")

    def _write_verdict(self, compared: Compared) -> None:
        self._say(verdict_words(compared.comparison), "")
        self._basis.setText(basis_words(compared.comparison))

    def _moment_line(self, moment: Disagreement) -> str:
        assert self._compared is not None
        actions = self._compared.comparison.card.actions
        return _("Start {start}, step {step}: {action} or {otherwise}\nFrom there {first} or {second}").format(
            start=moment.start + 1,
            step=f"{moment.step:,}",
            action=action_words(moment.actions[0], actions),
            otherwise=action_words(moment.actions[1], actions),
            first=return_words(moment.returns[0]),
            second=return_words(moment.returns[1]),
        )

    def _on_moment(self) -> None:
        if self._compared is not None and self._list.selectedItems():
            self.moment_chosen.emit(self._compared.moments[self._list.currentRow()])

    def _ask_for_start(self, start: int) -> None:
        self.start_chosen.emit(start)


def _text(name: str) -> QLabel:
    """Return a label for text that may come from a file: never rich text."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
