"""Texts on every picture: caption, numbers, newest action, banner at the end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from playground.envs.drawing.frame import Frame
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.sprites import Sprite, SpriteCanvas
from playground.envs.drawing.text import digit_width, lettering, number_width, shortened, write, write_number
from playground.envs.scene import Captions, Colour, Palette, Scene, mixed
from playground.number_text import picture_number, shorter_numbers

DIGITS = 5  # room kept for a number


class Readout:
    """The texts for one frame, palette and set of captions.

    Numbers have `labels`, the last ones left out where small. Numbers that are not whole have so many `decimals`.
    """

    def __init__(
        self,
        frame: Frame,
        palette: Palette,
        captions: Captions,
        labels: Sequence[str] = (),
        digits: int = DIGITS,
        decimals: int = 1,
    ) -> None:
        self._decimals = decimals
        self._frame, self._palette, self._words = frame, palette, captions
        labels = labels or (captions.step, captions.episode_return)
        self._labels = labels[:2] if frame.small else labels
        self.number_at, end = self._place_numbers(digits)
        self.action_at = self._place_action()  # the middle of the mark; the word stands to its right
        self.free = end, self.action_at[0] - frame.text  # between which nothing is written beside the numbers

    def write_labels(self, surface: pygame.Surface) -> None:
        """Write the labels of the numbers, which stay put."""
        frame, palette = self._frame, self._palette
        for (x, y), label in zip(self.number_at, self._labels, strict=True):
            written = lettering(label, frame.text, palette.muted)
            if frame.small:
                middle = y + lettering("0", frame.number, palette.text).get_height() / 2
                at = x - written.get_width() - frame.text // 2, round(middle - written.get_height() / 2)
            else:
                at = x, frame.hud_y
            surface.blit(written, at)

    def draw(self, surface: pygame.Surface, scene: Scene, mark: Sprite | None, *more_numbers: str) -> None:
        """Write the caption, the numbers and the newest action.

        The numbers are step, return and `more_numbers`. Beside the `mark` of the action it says how it was chosen.
        """
        frame, palette = self._frame, self._palette
        numbers = self.numbers(scene, *more_numbers)
        for at, number in zip(self.number_at, numbers, strict=False):
            write_number(surface, number, frame.number, palette.text, at)
        if scene.caption:
            caption = shortened(scene.caption, frame.text, surface.get_width() - 2 * frame.pad)
            write(surface, caption, frame.text, palette.muted, (frame.pad, frame.pad))
        if scene.action is None or mark is None:
            return
        mark.blit(surface, self.action_at)
        if scene.explored is not None:
            word = lettering(self._reason(scene), frame.text, palette.text)
            x, y = self.action_at
            surface.blit(word, (x + round(frame.text * 1.3), y - word.get_height() // 2))

    def numbers(self, scene: Scene, *more_numbers: str) -> tuple[str, ...]:
        """Return what is written, in the order of the labels.

        Step and return are written shorter where they would reach the next number.
        """
        total = scene.episode_return
        step = self._that_fits(picture_number(scene.step), str(scene.step))
        return step, self._that_fits(picture_number(total, self._decimals), *shorter_numbers(total)), *more_numbers

    def _that_fits(self, *texts: str) -> str:
        size, colour = self._frame.number, self._palette.text
        return next((text for text in texts if number_width(text, size, colour) < self._room), texts[-1])

    def draw_banner(self, surface: pygame.Surface, text: str, colour: Colour, y: int | None = None) -> None:
        """Write why the episode ended, with a dot of `colour`."""
        banner = _banner(
            text, self._frame.text, surface.get_width() - 2 * round(self._frame.pad), self._palette, colour
        )
        surface.blit(
            banner, ((surface.get_width() - banner.get_width()) // 2, self._frame.banner_y if y is None else y)
        )

    def _reason(self, scene: Scene) -> str:
        if scene.forced:
            return self._words.forced
        if scene.with_noise and self._words.with_noise:
            return self._words.with_noise
        return self._words.explored if scene.explored else self._words.greedy

    def _place_numbers(self, digits: int) -> tuple[tuple[tuple[int, int], ...], int]:
        frame = self._frame
        room = digits * digit_width(frame.number, self._palette.text)
        self._room = room + frame.text * (0.5 if frame.small else 0.8)  # until the next begins
        x, places = round(frame.pad), []
        for label in self._labels:
            wide = lettering(label, frame.text, self._palette.muted).get_width()
            if frame.small:  # the label before the number
                x += wide + frame.text // 2
                places.append((x, frame.hud_y))
                x += room + frame.text * 2 // 3
            else:  # the label above the number
                places.append((x, frame.hud_y + round(frame.text * 1.25)))
                x += max(wide, room) + frame.text
        return tuple(places), x

    def _place_action(self) -> tuple[int, int]:
        frame, captions = self._frame, self._words
        widest = max(
            lettering(word, frame.text, self._palette.text).get_width()
            for word in (captions.explored, captions.greedy, captions.forced, captions.with_noise)
        )
        middle = self.number_at[0][1] + lettering("0", frame.number, self._palette.text).get_height() // 2
        return round(frame.size[0] - frame.pad - widest - frame.text * 1.3), middle


@lru_cache(maxsize=8)
def _banner(text: str, size: int, room: int, palette: Palette, colour: Colour) -> pygame.Surface:
    while (letters := lettering(text, size, palette.text)).get_width() + 3 * size > room and size > 8:
        size -= 1
    width, height = letters.get_width() + 3 * size, round(size * 1.9)
    canvas = SpriteCanvas(0, 0, width, height)
    canvas.box(0, 0, width, height, radius=height / 2, colour=mixed(palette.panel, colour, 0.5))
    canvas.box(1, 1, width - 1, height - 1, radius=height / 2 - 1, colour=palette.panel)
    canvas.disc((size * 1.1, height / 2), size * 0.3, colour)
    banner = canvas.sprite().surface
    banner.blit(letters, (round(size * 1.9), (height - letters.get_height()) // 2))
    return banner
