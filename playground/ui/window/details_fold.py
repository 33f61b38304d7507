"""Fold of the details: a slim line while training races, open to be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from playground.i18n import _
from playground.ui.theme.icons import Icons
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.side_by_side import SideBySide
from playground.ui.view.speed_control import SpeedControl
from playground.ui.window.details_tabs import DetailsTabs
from playground.ui.window.layout import WindowLayout

READABLE = 10.0  # steps/s: the numbers of a step can be followed up to it
RACES_AFTER_MS = 400  # a single episode or a way into the past folds nothing
PICTURE = 240  # px; a picture that is lower needs the room of the details more
BESIDES = 360  # px of the window's height that are neither picture nor card, where the details are open
_SETTING = "details"
_WISHES = {"open": True, "folded": False}


class DetailsFold(QObject):
    """Fold that opens and closes by itself, until a person does either.

    The numbers of a step are folded while there are none, while training goes too fast to read them, and where cards
    or a second view leave the picture too little room. Other tabs are open whenever they are chosen.
    """

    def __init__(
        self,
        details: DetailsTabs,
        speed: SpeedControl,
        panels: WindowLayout,
        pair: SideBySide,
        cards: Sequence[QWidget],
        icons: Icons,
        parent: QObject,
    ) -> None:
        """`cards` come and go between the picture and the details."""
        super().__init__(parent)
        self._pair, self._cards = pair, cards
        self._details, self._speed, self._panels = details, speed, panels
        self._icons = icons
        self._wanted: bool | None = None  # what a person chose; None: as it comes
        self._has_numbers = self._races = self._stays = False
        self._is_open: bool | None = None
        self._button = QToolButton()
        self._button.setObjectName("details_fold")
        self._button.setIconSize(QSize(16, 16))
        self._button.setProperty("role", "small")
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(self._on_clicked)
        details.add_to_corner(self._button)
        self._begins = QTimer(self)
        self._begins.setSingleShot(True)
        self._begins.setInterval(RACES_AFTER_MS)
        self._begins.timeout.connect(self._on_races)
        details.tabBarClicked.connect(self._on_tab_clicked)
        details.currentChanged.connect(self._on_tab_changed)
        panels.resized.connect(self._show)
        self._soon = QTimer(self)  # a card that comes or goes is not there, or still there, while it says so
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        for card in (pair, *cards):
            card.installEventFilter(self)
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether more than the line of tabs is shown."""
        return bool(self._is_open)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Fold while training races; open where there are numbers to read."""
        self._has_numbers = snapshot.trace is not None
        speed = self._speed.speed
        races = snapshot.state is TrainerState.RUNNING and (speed is None or speed > READABLE)
        if not races:
            self._begins.stop()
            self._races = False
        elif not self._races and not self._begins.isActive():
            self._begins.start()
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look anew when a card comes, goes or grows."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize):
            self._soon.start()
        return False

    def stay(self, stays: bool) -> None:
        """Neither open nor fold: the picture would move away under a hand."""
        self._stays = stays
        self._show()

    def forget(self) -> None:
        """Open and fold by itself again."""
        self._wanted = None
        self._show()

    def load(self, settings: QSettings) -> None:
        """Take what a person wanted before."""
        self._wanted = _WISHES.get(str(settings.value(_SETTING, "")))
        self._show()

    def save(self, settings: QSettings) -> None:
        """Remember what a person wants."""
        settings.setValue(_SETTING, next((word for word, wish in _WISHES.items() if wish is self._wanted), ""))

    def _on_races(self) -> None:
        self._races = True
        self._show()

    def _on_clicked(self) -> None:
        self._wanted = not self.is_open
        self._show()

    def _on_tab_clicked(self, index: int) -> None:
        if not self.is_open:
            self._wanted = True  # whoever clicks on a tab wants to see what is in it
            self._show()

    def _on_tab_changed(self) -> None:
        if self._wanted is False:
            self._wanted = None
        self._show()

    def _show(self) -> None:
        if self._stays:
            return
        is_step = self._details.currentWidget() is self._details.line
        if not is_step:
            by_itself = True
        elif self._begins.isActive():
            by_itself = self.is_open  # it may be over in a moment
        else:
            by_itself = self._has_numbers and not self._races and self._has_picture_room()
        is_open = by_itself if self._wanted is None else self._wanted
        if is_open == self._is_open:
            return
        self._is_open = is_open
        self._details.fold(not is_open)
        self._icons.put(self._button, "more" if is_open else "less")
        words = _("Fold the details") if is_open else _("Open the details")
        self._button.setToolTip(words)
        self._button.setAccessibleName(words)
        self._panels.fit()

    def _has_picture_room(self) -> bool:
        """Whether the picture is large enough beside open details."""
        cards = sum(card.sizeHint().height() for card in self._cards if not card.isHidden())
        return self._details.window().height() - BESIDES - cards >= PICTURE * self._pair.n_rows
