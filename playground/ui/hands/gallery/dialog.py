"""Dialog with the gallery: a row of thumbnails for each environment."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.envs.base import ENVIRONMENTS
from playground.i18n import _
from playground.store.gallery import GalleryPolicy
from playground.ui.hands.gallery.thumbnails import SIZE, Thumbnail
from playground.ui.hands.gallery.words import age, made_by, measured, title, told
from playground.ui.theme.theme import title_font

WANTED = QSize(960, 700)  # px; less where the screen has less
TOLD_LINES = 2
CARD_EDGE = 8  # px around the picture of a card: words stand above pictures
ACTIONS = ("gallery_watch", "gallery_recipe", "gallery_copy")


class GalleryDialog(QDialog):
    """Choice of one policy. What is done with it is decided elsewhere."""

    watch_requested = Signal(object)  # GalleryPolicy
    recipe_requested = Signal(object)
    copy_requested = Signal(object)

    def __init__(self, entries: Sequence[GalleryPolicy], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setWindowTitle(_("Gallery"))
        self.resize(WANTED)
        self._entries = {entry.name: entry for entry in entries}
        self._problems: dict[str, str] = {}  # by name: why a policy cannot be shown
        self._cards = {entry.name: self._card(entry) for entry in entries}
        self._group = QButtonGroup(self)
        for card in self._cards.values():
            self._group.addButton(card)
        self._title = _text("gallery_title")
        self._title.setFont(title_font())
        self._told = _text("gallery_told")
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (self._title, self._told):
            label.setIndent(CARD_EDGE)
        self._told.setMinimumHeight(TOLD_LINES * self._told.fontMetrics().lineSpacing())
        self._buttons = {
            "gallery_watch": QPushButton(_("Watch")),
            "gallery_recipe": QPushButton(_("Run its recipe")),
            "gallery_copy": QPushButton(_("Save a copy…")),
            "gallery_close": QPushButton(_("Close")),
        }
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self._buttons["gallery_watch"].setDefault(True)
        self._buttons["gallery_watch"].setProperty("role", "primary")
        self._buttons["gallery_recipe"].setToolTip(_("Begin the training that made it, from its first step"))
        self._buttons["gallery_copy"].setToolTip(_("Save it as a policy file of your own"))
        self._place()
        self._group.buttonToggled.connect(self._on_toggled)
        self._buttons["gallery_watch"].clicked.connect(self._on_watch)
        self._buttons["gallery_recipe"].clicked.connect(self._on_recipe)
        self._buttons["gallery_copy"].clicked.connect(self._on_copy)
        self._buttons["gallery_close"].clicked.connect(self.reject)

    def choose(self, name: str) -> None:
        """Choose a policy, and give its card the keys."""
        card = self._cards[name]
        card.setChecked(True)
        card.setFocus()
        QTimer.singleShot(0, self._show_chosen)  # once there is a layout to scroll in

    def show_thumbnails(self, thumbnails: list[Thumbnail]) -> None:
        """Put pictures on their cards; what cannot be shown says so."""
        for each in thumbnails:
            card = self._cards[each.name]
            card.setAccessibleDescription(each.words)
            if each.image is None:
                self._problems[each.name] = each.words
                card.setText(_("{name}\ncannot be shown").format(name=age(self._entries[each.name])))
                if card.isChecked():
                    self._show_told()
            else:
                card.setIcon(QIcon(QPixmap.fromImage(each.image)))

    def show_message(self, message: str, *, is_refusal: bool = False) -> None:
        """Say what came of something, in place of what is told of the policy."""
        self._told.setProperty("role", "refusal" if is_refusal else "")
        self._told.style().polish(self._told)
        self._told.setText(message)
        self._told.setAccessibleName(message)

    @property
    def _chosen(self) -> GalleryPolicy | None:
        card = self._group.checkedButton()
        return None if card is None else self._entries[card.objectName().removeprefix("gallery_card_")]

    def _card(self, entry: GalleryPolicy) -> QToolButton:
        card = _Card(self)
        card.setObjectName(f"gallery_card_{entry.name}")
        card.setCheckable(True)
        card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        card.setIconSize(QSize(*SIZE))
        empty = QPixmap(*SIZE)
        empty.fill(Qt.GlobalColor.transparent)
        card.setIcon(QIcon(empty))  # as large as the picture that comes
        card.setText(f"{age(entry)}\n{measured(entry)}")
        card.setAccessibleName(_("{policy}: {result}").format(policy=title(entry), result=measured(entry)))
        card.double_clicked.connect(self._on_watch)
        return card

    def _place(self) -> None:
        rows = QWidget()
        below = QVBoxLayout(rows)
        below.setContentsMargins(0, 0, 8, 0)
        below.setSpacing(4)
        for name, group in groupby(self._entries.values(), key=attrgetter("environment")):
            self._place_environment(name, list(group), below)
        below.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("gallery_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chosen card moves it
        self._scroll.setWidget(rows)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._title, 1)
        for button in self._buttons.values():
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)
        layout.addWidget(self._told)

    def _place_environment(self, name: str, entries: list[GalleryPolicy], below: QVBoxLayout) -> None:
        heading, made = _text(f"gallery_heading_{name}"), _text(f"gallery_made_{name}")
        heading.setText(_(ENVIRONMENTS.get(name).title))
        heading.setFont(title_font())
        made.setText(made_by(entries[0]))
        made.setProperty("role", "muted")
        made.setWordWrap(True)
        for label in (heading, made):
            label.setIndent(CARD_EDGE)
        cards = QHBoxLayout()
        cards.setSpacing(8)
        for entry in entries:
            cards.addWidget(self._cards[entry.name])
        cards.addStretch(1)
        below.addWidget(heading)
        below.addWidget(made)
        below.addLayout(cards)
        below.addSpacing(12)

    def _on_toggled(self, card: QToolButton, is_chosen: bool) -> None:
        if is_chosen:
            self._show_told()
            self._show_chosen()

    def _show_chosen(self) -> None:
        card = self._group.checkedButton()
        if card is not None:
            self._scroll.ensureWidgetVisible(card)

    def _show_told(self) -> None:
        entry = self._chosen
        if entry is None:
            return
        problem = self._problems.get(entry.name, "")
        self._title.setText(title(entry))
        self.show_message(problem or told(entry), is_refusal=bool(problem))
        for name in ACTIONS:
            self._buttons[name].setEnabled(not problem)

    def _on_watch(self) -> None:
        self._ask(self.watch_requested)

    def _on_recipe(self) -> None:
        self._ask(self.recipe_requested)

    def _on_copy(self) -> None:
        self._ask(self.copy_requested)

    def _ask(self, requested: SignalInstance) -> None:
        entry = self._chosen
        if entry is not None:
            requested.emit(entry)


class _Card(QToolButton):
    """Button with a thumbnail; a double click is more than two clicks."""

    double_clicked = Signal()

    def mouseDoubleClickEvent(self, event) -> None:
        super().mouseDoubleClickEvent(event)
        self.double_clicked.emit()


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
