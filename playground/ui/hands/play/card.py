"""Card under the picture while somebody plays: keys, speed, score, scoreboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.i18n import _
from playground.number_text import steady_return_words
from playground.ui.hands.play.game import Game, GameState
from playground.ui.hands.play.key_map import KeyMap
from playground.ui.hands.play.scoreboard import Scoreboard
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.theme.theme import numbers_font, title_font

SPEEDS = (2, 5, 8, 12, 20, 30)  # steps/s that are offered below real time
APART = "   "  # between what two keys do


class PlayCard(QWidget):
    """Controls and words of a game."""

    stop_wanted = Signal()
    next_wanted = Signal()
    same_wanted = Signal()
    give_wanted = Signal()
    speed_chosen = Signal(float)  # steps/s

    def __init__(self) -> None:
        super().__init__()
        self.scoreboard = Scoreboard()
        title = QLabel(_("Play yourself"))
        title.setObjectName("play_title")
        title.setFont(title_font())
        self._score = self._label("play_score")
        self._score.setFont(numbers_font())
        self._words = self._label("play_keys")
        self._words.setWordWrap(True)
        self._words.setProperty("role", "muted")
        self._speed = ChoiceBox()
        self._speed.setObjectName("play_speed")
        self._speed.setAccessibleName(_("Speed of the game"))
        self._next = self._button("play_next", _("Next start"), _("Play from another start (Space in the picture)"))
        self._same = self._button("play_same", _("Same start"), _("Play once more from this start (R in the picture)"))
        self._give = self._button("play_give", _("Give it to the learner"), "")
        stop = self._button("play_stop", _("Stop playing"), _("Show the run again, which waits (Esc in the picture)"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(_row(title, self._score, self._speed, stop, wide=self._score))
        layout.addWidget(self._words)
        layout.addWidget(self.scoreboard)
        buttons = _row(self._next, self._same, self._give)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self._speed.activated.connect(self._on_speed)
        for button, signal in (
            (stop, self.stop_wanted),
            (self._next, self.next_wanted),
            (self._same, self.same_wanted),
            (self._give, self.give_wanted),
        ):
            button.clicked.connect(signal)

    @property
    def speed(self) -> float:
        """Steps a second that are chosen."""
        return float(self._speed.currentData() or 1)

    def show_keys(self, keys: KeyMap, real_time: int) -> None:
        """Show what the keys do, and offer speeds.

        The one that a beginner survives is chosen.
        """
        self._words.setText(APART.join(keys.words()))
        by_number = _("The digits do the same: each is the number of an action.")
        self._words.setToolTip("" if keys.is_continuous else by_number)
        said = _("How many steps a second you play at: slower is easier. Real time is {n} steps a second.")
        self._speed.setToolTip(said.format(n=real_time))
        first = min(keys.controls.steps_per_second, real_time)
        self._speed.clear()
        for speed in sorted({first, real_time, *(speed for speed in SPEEDS if speed < real_time)}):
            self._speed.addItem(_("{speed} steps/s").format(speed=speed), speed)
        self._speed.setCurrentIndex(self._speed.findData(first))
        self._speed.setVisible(not keys.controls.is_turn_based)

    def show_game(self, game: Game) -> None:
        """Show how the game stands."""
        episode = game.episode
        if episode is None:
            return
        self._score.setText(_("return {value}").format(value=steady_return_words(episode.total)))
        self.setAccessibleDescription(_state_words(game))
        is_over = game.state is GameState.ENDED
        for button in (self._next, self._same):
            button.setEnabled(is_over)

    def show_give(self, why_not: str, *, is_over: bool, is_given: bool) -> None:
        """Show whether the episode can be given to the learner, or why it never can."""
        self._give.setEnabled(is_over and not is_given and not why_not)
        if why_not:
            tip = why_not
        elif is_given:
            tip = _("This episode was given to the learner.")
        else:
            tip = _("Put this episode into the replay buffer: the learner learns from it as from its own.")
        self._give.setToolTip(tip)
        self._give.setAccessibleDescription(tip)

    def _on_speed(self) -> None:
        self.speed_chosen.emit(self.speed)

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(tip)
        return button


def _state_words(game: Game) -> str:
    match game.state:
        case GameState.COUNTING:
            return _("It begins in {n}").format(n=game.count)
        case GameState.PLAYING if game.is_turn_based:
            return _("Your turn")
        case GameState.PLAYING:
            return _("You play")
        case GameState.PAUSED:
            return _("Paused")
        case GameState.ENDED:
            return _("The episode is over")
        case _:
            return ""


def _row(*widgets: QWidget, wide: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is wide else 0)
    return row
