"""Dialog of the film of a training: how it learned, age by age."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.history.ages import NUMBERS, USUAL
from playground.engine.history.training_film import Order, TrainingFilm
from playground.i18n import _
from playground.ui.hands.film.controls import FilmControls
from playground.ui.hands.film.player import FilmPlayer
from playground.ui.hands.film.view import FilmView
from playground.ui.support.choice_box import ChoiceBox
from playground.ui.theme.icons import Icons
from playground.ui.theme.reduced_motion import wants_motion
from playground.ui.theme.theme import Theme

SIZE = (1000, 680)  # px
MARGIN = 16


class TrainingFilmDialog(QDialog):
    """The film, once it is there, with what plays it, changes it and saves it."""

    ages_chosen = Signal(int)  # how many
    save_requested = Signal()
    save_cancelled = Signal()
    open_requested = Signal()
    folder_requested = Signal()

    def __init__(self, title: str, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("training_film")
        self.setWindowTitle(title)
        self.resize(*SIZE)
        self._is_saving = False
        self._was_shown = False
        self.player = FilmPlayer(Order.SIDE_BY_SIDE, self)
        self.view = FilmView(self.player, theme)
        self._controls = FilmControls(self.player, icons)
        self._pages = QStackedWidget()
        self._waiting = _Waiting()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(self.view)
        self._ages = ChoiceBox()
        self._ages.setObjectName("film_ages")
        self._ages.setAccessibleName(_("How many ages of the training"))
        self._ages.setToolTip(
            _("Up to so many: always the first, the best and the newest, the others while it learned")
        )
        for n in NUMBERS:
            self._ages.addItem(str(n), n)
        self._ages.setCurrentIndex(NUMBERS.index(USUAL))
        self._side_by_side = self._radio("film_side_by_side", _("Side by side"))
        self._one_by_one = self._radio("film_one_by_one", _("One after the other"))
        self._side_by_side.setChecked(True)
        self._message = QLabel()
        self._message.setObjectName("film_message")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setObjectName("film_save_progress")
        self._progress.setAccessibleName(_("Progress of the video"))
        self._progress.setTextVisible(False)
        self._progress.setProperty("role", "slim")
        self._progress.setFixedSize(96, 6)
        self._open = self._button("film_open", _("Open"), _("Open the saved film"))
        self._folder = self._button("film_folder", _("Show folder"), _("Show folder of the saved film"))
        self._save = self._button("film_save", "", "")
        self._close = self._button("film_close", _("Close"), _("Close the film"))
        self._place()
        self._ages.currentIndexChanged.connect(self._on_ages)
        self._one_by_one.toggled.connect(self._on_order)
        self._save.clicked.connect(self._on_save)
        self._open.clicked.connect(self.open_requested)
        self._folder.clicked.connect(self.folder_requested)
        self._close.clicked.connect(self.reject)
        self.show_message("")
        self.show_saving(0, 0)
        self.show_working()

    @property
    def n_ages(self) -> int:
        """How many ages are chosen."""
        return int(self._ages.currentData())

    def show_working(self) -> None:
        """Show that a film is being made."""
        self.player.show(None)
        self.show_message("")
        self._waiting.show_text(_("Playing an episode with each age of this training."), is_busy=True)
        self._pages.setCurrentWidget(self._waiting)
        self._enable()

    def show_progress(self, done: int, total: int) -> None:
        """Show how much of the film is made."""
        self._waiting.show_progress(done, total)

    def show_film(self, film: TrainingFilm) -> None:
        """Show a film from its start; it plays, unless the system asks for less motion."""
        self._pages.setCurrentWidget(self.view)
        self.player.show(film)
        self._enable()
        if not self._was_shown:
            self.view.setFocus()
        self._was_shown = True
        if wants_motion():
            self.player.play()

    def show_failed(self, message: str) -> None:
        """Say why there is no film."""
        self._waiting.show_text(message, is_busy=False)
        self._pages.setCurrentWidget(self._waiting)
        self._enable()

    def show_saving(self, done: int, total: int) -> None:
        """Show how far the video is; done == total ends it."""
        self._is_saving = done < total
        self._progress.setVisible(self._is_saving)
        self._progress.setMaximum(max(total, 1))
        self._progress.setValue(done)
        self._save.setText(_("Cancel saving") if self._is_saving else _("Save film…"))
        self._save.setAccessibleName(self._save.text().rstrip("…"))
        self._enable()

    def show_message(self, message: str, is_saved: bool = False, is_refusal: bool = False) -> None:
        """Show what came of saving; what is saved can be opened."""
        self._message.setProperty("role", "refusal" if is_refusal else "muted")
        self._message.style().polish(self._message)
        self._message.setText(message)
        self._message.setAccessibleName(message)
        for button in (self._open, self._folder):
            button.setVisible(is_saved)

    def _enable(self) -> None:
        """Let nothing change a film while it is saved."""
        there = self.player.film is not None
        for shown in (self._controls, self.view):
            shown.setEnabled(there and not self._is_saving)
        for chooser in (self._ages, self._side_by_side, self._one_by_one):
            chooser.setEnabled(not self._is_saving)
        self._save.setEnabled(there)

    def _place(self) -> None:
        label = QLabel(_("Ages"))
        label.setBuddy(self._ages)
        above = QHBoxLayout()
        above.setSpacing(8)
        choosers: tuple[QWidget, ...] = (label, self._ages, self._side_by_side, self._one_by_one)
        for chooser in choosers:
            above.addWidget(chooser)
        above.insertSpacing(2, 8)
        above.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._message, 1)
        for widget in (self._open, self._folder, self._progress, self._save, self._close):
            below.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._controls)
        layout.addLayout(below)

    def _radio(self, name: str, text: str) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _button(self, name: str, text: str, accessible: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(accessible)
        button.setAutoDefault(False)
        return button

    def _on_ages(self) -> None:
        self.ages_chosen.emit(self.n_ages)

    def _on_order(self, is_one_by_one: bool) -> None:
        self.player.set_order(Order.ONE_BY_ONE if is_one_by_one else Order.SIDE_BY_SIDE)

    def _on_save(self) -> None:
        if self._is_saving:
            self.save_cancelled.emit()
        else:
            self.save_requested.emit()


class _Waiting(QWidget):
    """What stands in the place of a film that is not there."""

    def __init__(self) -> None:
        super().__init__()
        self._text = QLabel()
        self._text.setObjectName("film_waiting")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._progress = QProgressBar()
        self._progress.setObjectName("film_progress")
        self._progress.setAccessibleName(_("Progress of the film"))
        self._progress.setTextVisible(False)
        self._progress.setProperty("role", "slim")
        self._progress.setFixedSize(240, 6)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self._text)
        layout.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def show_text(self, text: str, *, is_busy: bool) -> None:
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.show_progress(0, 1)
        self._progress.setVisible(is_busy)

    def show_progress(self, done: int, total: int) -> None:
        self._progress.setMaximum(total)
        self._progress.setValue(done)
