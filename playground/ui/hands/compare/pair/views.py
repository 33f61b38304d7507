"""Two pictures side by side, each under the name of whoever acts in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.envs.base import EnvironmentCard
from playground.envs.scene import Scene
from playground.i18n import _
from playground.ui.hands.compare.chooser import COLOURS
from playground.ui.hands.compare.pair.bar import PairBar
from playground.ui.hands.compare.pair.player import PairPlayer
from playground.ui.hyper.elided import ElidedLabel
from playground.ui.theme.theme import Theme
from playground.ui.view.env_view import EnvView
from playground.ui.view.line_sample import LineSample

LEAST = (140, 120)  # px of each


class PairViews(QWidget):
    """Pictures of what a PairPlayer shows; Space plays, Left and Right step."""

    def __init__(self, player: PairPlayer, bar: PairBar, theme: Theme, card: EnvironmentCard) -> None:
        super().__init__()
        self._player = player
        self.views = EnvView(theme, card), EnvView(theme, card)
        self._heads = ElidedLabel(), ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        names = _("Picture of the first policy"), _("Picture of the second policy")
        for number, (view, head, name, (colour, dashed)) in enumerate(
            zip(self.views, self._heads, names, COLOURS, strict=True), 1
        ):
            view.setObjectName(f"pair_view_{number}")
            view.setAccessibleName(name)
            view.setMinimumSize(*LEAST)
            head.setObjectName(f"pair_head_{number}")
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(LineSample(theme, colour, dashed))
            line.addWidget(head, 1)
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addLayout(line)
            column.addWidget(view, 1)
            row.addLayout(column, 1)
            view.show_scene(Scene(state=card.idle))
        self.views[1].setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the first move both
        keys = self.views[0]
        keys.run_toggled_requested.connect(player.toggle)
        keys.step_requested.connect(bar.go_forward)
        keys.step_back_requested.connect(bar.go_back)
        player.frame_changed.connect(self._on_frame)

    def show_heads(self, first: str, second: str) -> None:
        """Say who acts in which picture, and what it returns."""
        for head, words in zip(self._heads, (first, second), strict=True):
            head.set_words(words)
            head.setToolTip(words)

    def show_card(self, card: EnvironmentCard) -> None:
        for view in self.views:
            view.show_card(card)

    def _on_frame(self) -> None:
        if self._player.recordings is None:
            return
        for view, recording in zip(self.views, self._player.recordings, strict=True):
            view.show_scene(recording.scene(min(self._player.frame, len(recording))))
