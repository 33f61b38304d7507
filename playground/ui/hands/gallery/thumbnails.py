"""Thumbnails of the gallery: a telling moment of each policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from shiboken6 import isValid

from playground.engine.evaluation.recording import Recording
from playground.envs.scene import Palette
from playground.errors import CancelledError, PlaygroundError
from playground.store.gallery import GalleryPolicy
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.theme.theme import Theme
from playground.ui.view.env_view import SharedCanvas
from playground.ui.view.replay_player import recorded

SIZE = 200, 120  # px
_DRAWN = 2  # times that size: a painter has room for its words there, and then it is made smaller


@dataclass(frozen=True)
class Thumbnail:
    """A picture of a policy at work."""

    name: str  # of the policy in the gallery
    image: QImage | None  # None where the policy cannot be shown
    words: str  # what the picture shows, or why there is none


class Thumbnails(QObject):
    """Drawing of all thumbnails in the colours of the theme, in another thread."""

    drawn = Signal(list)  # of Thumbnail: those of one environment

    def __init__(
        self,
        entries: Sequence[GalleryPolicy],
        theme: Theme,
        ratio: float,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        """`ratio` is the device pixel ratio of where they are shown."""
        super().__init__(parent)
        self._groups = [tuple(group) for _name, group in groupby(entries, key=_environment)]
        self._theme, self._ratio, self._tasks = theme, ratio, tasks
        self._task: BackgroundTask | None = None
        self._left: list[tuple[GalleryPolicy, ...]] = []  # to be drawn yet
        theme.changed.connect(self.begin)

    def begin(self) -> None:
        """Draw all of them, anew where they were drawn in other colours."""
        self.stop()
        self._left = list(self._groups)
        self._draw_next()

    def stop(self) -> None:
        """Draw no more."""
        self._left = []
        if self._task is not None and isValid(self._task):
            self._task.requestInterruption()

    def _draw_next(self) -> None:
        if self._left:
            work = _Drawing(self._left.pop(0), self._theme.scene_palette(), self._ratio)
            self._task = self._tasks.start(work, self._on_drawn, self._on_failed)

    def _on_drawn(self, result: tuple[Palette, list[Thumbnail]]) -> None:
        palette, thumbnails = result
        if palette == self._theme.scene_palette():  # or others are being drawn already
            self.drawn.emit(thumbnails)
            self._draw_next()

    def _on_failed(self, message: str) -> None:
        self._draw_next()  # the log file has the details; the others are to be seen all the same


class _Drawing:
    def __init__(self, entries: tuple[GalleryPolicy, ...], palette: Palette, ratio: float) -> None:
        self._entries, self._palette, self._ratio = entries, palette, ratio

    def __call__(self, task: BackgroundTask) -> tuple[Palette, list[Thumbnail]]:
        return self._palette, [self._thumbnail(entry, task) for entry in self._entries]

    def _thumbnail(self, entry: GalleryPolicy, task: BackgroundTask) -> Thumbnail:
        try:
            policy = entry.load()
        except PlaygroundError as error:
            return Thumbnail(entry.name, None, str(error))
        episodes = recorded(policy, 0, task.isInterruptionRequested)  # those that a person watches first
        if task.isInterruptionRequested():
            raise CancelledError
        episode = min(episodes, key=lambda each: abs(each.total - entry.mean))
        card, scene = policy.settings.card, episode.scene(_telling_frame(episode))
        width, height = (round(side * self._ratio) for side in SIZE)
        canvas = SharedCanvas((_DRAWN * width, _DRAWN * height), self._ratio)
        card.painter()(canvas.surface, scene, self._palette, self._ratio, card.captions())
        image = canvas.image.scaled(
            width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        image.setDevicePixelRatio(self._ratio)
        return Thumbnail(entry.name, image, card.describe(scene))


def _telling_frame(episode: Recording) -> int:
    """Return its end where something happened there, else its middle."""
    return len(episode) if episode.terminated else len(episode) // 2


def _environment(entry: GalleryPolicy) -> str:
    return entry.environment
