"""Panel of what a learner keeps of the past: how full, how old, what is in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.engine.insight.buffer import BufferView
from playground.i18n import _
from playground.ui.insight.buffer.bars import LengthBars, ShareBar
from playground.ui.insight.buffer.strip import BufferStrip
from playground.ui.insight.buffer.words import (
    ABOUT,
    LEGEND,
    LEGEND_ROLLOUT,
    NOTHING_KEPT,
    age_words,
    fill_words,
    forgotten_words,
    length_words,
    percent,
    played_words,
)
from playground.ui.theme.palette import action_colours
from playground.ui.theme.theme import Theme, numbers_font, title_font
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings

SPOKEN_EVERY_S = 1.0
ENDS = ("terminated", "truncated")


class BufferPanel(QScrollArea):
    """Replay buffer or rollout in a strip, bars and sentences; idle while hidden."""

    looked_at = Signal(bool)  # whether somebody can see it: only then the trainer need tell of a run that races

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("buffer")
        self.setAccessibleName(_("What the agent keeps of the past"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._snapshot: Snapshot | None = None
        self._shown: BufferView | None = None
        self._shown_step = 0
        self._settings: Settings | None = None
        self._spoken_at = 0.0
        inside = QWidget()
        self.setWidget(inside)
        self._outer = QVBoxLayout(inside)
        self._outer.setContentsMargins(8, 4, 8, 8)
        self._outer.setSpacing(4)
        self._make_parts()

    def _make_parts(self) -> None:
        self._fill = self._label("buffer_fill", _("How full it is"), is_title=True)
        self._about = self._label("buffer_about", _("What it is"))
        self._strip = BufferStrip(self._theme)
        self._legend = self._label("buffer_legend", _("What the strip shows"))
        self._ages = self._label("buffer_ages", _("How old it is"), is_muted=False)
        self._forgotten = self._label("buffer_forgotten", _("What it forgot last"), is_muted=False)
        self._played = self._label("buffer_played", _("How much of it somebody played"), is_muted=False)
        self._shares = QGridLayout()
        self._shares.setHorizontalSpacing(8)
        self._shares.setVerticalSpacing(2)
        self._shares.setColumnStretch(1, 1000)  # what the bars leave over is beside the numbers
        self._shares.setColumnStretch(3, 1)
        self._share_rows: list[tuple[QLabel, ShareBar, QLabel]] = []
        self._lengths = LengthBars(self._theme)
        self._length_words = self._label("buffer_length_words", _("Lengths of its episodes"), is_muted=False)
        for part in (self._fill, self._about, self._strip, self._legend, self._ages, self._forgotten, self._played):
            self._outer.addWidget(part)
        self._outer.addSpacing(4)
        self._outer.addLayout(self._shares)
        self._outer.addSpacing(4)
        self._outer.addWidget(self._length_words)
        self._outer.addWidget(self._lengths)
        self._outer.addStretch(1)
        self._show_nothing(_("Here will be what the agent keeps of the past, once it has made a step."))

    def _label(self, name: str, accessible: str, *, is_title: bool = False, is_muted: bool = True) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(title_font() if is_title else numbers_font())
        if is_muted and not is_title:
            label.setProperty("role", "muted")
        return label

    # What is shown

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the run."""
        self._snapshot = snapshot
        if self.isVisible():
            self._refresh(snapshot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._snapshot is not None:
            self._refresh(self._snapshot)
        self.looked_at.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.looked_at.emit(False)

    def _refresh(self, snapshot: Snapshot) -> None:
        settings = snapshot.settings
        if settings is None:
            return
        if settings is not self._settings:
            self._settings, self._shown = settings, None
            self._make_share_rows(settings)
        trace, inside = snapshot.trace, snapshot.inside
        if inside is not None:
            view, step = inside.buffer, inside.step
        elif trace is not None and trace.step <= snapshot.n_steps and trace.params is not None:
            view, step = trace.buffer, trace.step
        else:
            self._show_nothing(self._why_nothing(snapshot))
            return
        if view is None:
            self._show_nothing(_(NOTHING_KEPT))
            return
        if view is not self._shown:
            self._show(view)
        is_stale = inside is None and step != snapshot.n_steps
        self._fill.setText(
            _("{fill}, in step {step}: it has gone on since").format(fill=fill_words(view), step=f"{step:,}")
            if is_stale
            else fill_words(view)
        )
        self._strip.setEnabled(not is_stale)
        self._speak(view, is_running=snapshot.state is TrainerState.RUNNING)

    def _why_nothing(self, snapshot: Snapshot) -> str:
        if snapshot.n_steps == 0:
            return _("Here will be what the agent keeps of the past, once it has made a step.")
        return _("Pause, or make a step, to see what the agent keeps of the past.")

    def _show(self, view: BufferView) -> None:
        self._shown = view
        self._set_shown(True)
        self._about.setText(_(ABOUT[view.memory]))
        self._strip.show_strip(view.strip)
        self._legend.setText(_(LEGEND if view.memory == "replay" else LEGEND_ROLLOUT))
        self._ages.setText(age_words(view))
        self._forgotten.setText(forgotten_words(view))
        self._played.setText(played_words(view))
        self._played.setVisible(bool(view.n_played))
        shares = (*view.action_shares.tolist(), view.terminated_share, view.truncated_share)
        for (_name, bar, number), share in zip(self._share_rows, shares, strict=True):
            bar.show_share(share)
            number.setText(percent(share))
        self._length_words.setText(length_words(view))
        self._lengths.show_lengths(view.episode_lengths)
        self._lengths.setVisible(len(view.episode_lengths) > 1)

    def _show_nothing(self, why: str) -> None:
        self._shown = None
        self._set_shown(False)
        self._fill.hide()
        self._about.setText(why)
        self._about.show()
        if self.accessibleDescription() != why:
            self.setAccessibleDescription(why)

    def _set_shown(self, is_shown: bool) -> None:
        parts = (self._fill, self._strip, self._legend, self._ages, self._forgotten, self._lengths, self._length_words)
        for part in (*parts, self._played, *(widget for row in self._share_rows for widget in row)):
            part.setVisible(is_shown)

    def _make_share_rows(self, settings: Settings) -> None:
        for row in self._share_rows:
            for widget in row:
                self._shares.removeWidget(widget)
                widget.deleteLater()
        n_actions = settings.space.n_actions
        actions = zip(settings.card.actions, action_colours(n_actions), strict=True) if n_actions else ()
        named = [(_(name), colour) for name, colour in actions]
        named += [(_("terminated"), "guide"), (_("truncated"), "guide")]
        self._share_rows = []
        for number, (name, colour) in enumerate(named):
            label, bar, share = QLabel(name), ShareBar(self._theme, colour), QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            share.setFont(numbers_font())
            share.setAlignment(Qt.AlignmentFlag.AlignRight)
            share.setObjectName(f"buffer_share_{number}")
            share.setAccessibleName(_("Share of {name}").format(name=name))
            share.setMinimumWidth(share.fontMetrics().horizontalAdvance(percent(1.0)))
            self._shares.addWidget(label, number, 0)
            self._shares.addWidget(bar, number, 1)
            self._shares.addWidget(share, number, 2)
            self._share_rows.append((label, bar, share))
        self._set_shown(False)

    def _speak(self, view: BufferView, *, is_running: bool) -> None:
        """Renew the sentence for those who do not see it, now and then while it runs."""
        now = time.perf_counter()
        if is_running and now - self._spoken_at < SPOKEN_EVERY_S:
            return
        shares = ", ".join(f"{name.text()} {number.text()}" for name, _bar, number in self._share_rows)
        said = " ".join((_(ABOUT[view.memory]), f"{self._fill.text()}.", age_words(view), forgotten_words(view)))
        said = " ".join(filter(None, (said, played_words(view), f"{shares}.", length_words(view))))
        if said != self.accessibleDescription():
            self._spoken_at = now
            self.setAccessibleDescription(said)
