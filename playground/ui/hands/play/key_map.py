"""Keys and pointer of a person who plays: the action that each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from playground.envs.controls import Controls, Side
from playground.i18n import _
from playground.number_text import four_digits

if TYPE_CHECKING:
    from playground.envs.base import EnvironmentCard

MOST_ACTIONS = 10  # for which there are digits
NEAR = 0.06  # of half the picture's width: no force so near to the middle, so that a hand finds it
ARROWS: dict[Side, str] = {"left": "←", "right": "→", "up": "↑", "down": "↓"}
LETTERS: dict[Side, str] = {"left": "A", "right": "D", "up": "W", "down": "S"}
KEYS: Mapping[Side, tuple[Qt.Key, Qt.Key]] = {
    "left": (Qt.Key.Key_Left, Qt.Key.Key_A),
    "right": (Qt.Key.Key_Right, Qt.Key.Key_D),
    "up": (Qt.Key.Key_Up, Qt.Key.Key_W),
    "down": (Qt.Key.Key_Down, Qt.Key.Key_S),
}


def why_not_playable(card: EnvironmentCard) -> str:
    """Return why nobody can play an environment by keys and mouse, or an empty text."""
    if len(card.action_bounds) > 1:
        said = _(
            "“{environment}” wants {n} numbers at once in every step, and a hand has keys and a mouse for one. It cannot be played here; the agent still learns in it."
        )
        return said.format(environment=_(card.title), n=len(card.action_bounds))
    if not card.action_bounds and len(card.actions) > MOST_ACTIONS:
        said = _(
            "“{environment}” has {n} actions, and there are keys for {most} of them at most. It cannot be played here; the agent still learns in it."
        )
        return said.format(environment=_(card.title), n=len(card.actions), most=MOST_ACTIONS)
    return ""


class KeyMap:
    """Meaning of keys and pointer in one environment, which can be played."""

    def __init__(self, card: EnvironmentCard) -> None:
        self._card = card
        self.controls = controls = card.controls or _suggested(card)
        self.is_continuous = bool(card.action_bounds)
        self.actions: dict[int, Any] = {}  # by key
        if self.is_continuous:
            low, high = card.action_bounds[0]
            self._by_side: dict[Side, Any] = {"left": _number(low), "right": _number(high)}
        else:
            self._by_side = {side: action for action, side in enumerate(controls.sides) if side}
            self.actions = {Qt.Key.Key_0 + action: action for action in range(len(card.actions))}
        for side, action in self._by_side.items():
            self.actions |= dict.fromkeys(map(int, KEYS[side]), action)

    def at(self, place: QPointF, room: QRectF) -> Any:
        """Return the action of a pointer that is held down, None where it means none.

        In a discrete environment it is that of the side of the picture, in a continuous one the farther from the middle the harder.
        """
        right = (place.x() - room.center().x()) / max(room.width() / 2, 1.0)
        down = (place.y() - room.center().y()) / max(room.height() / 2, 1.0)
        if self.is_continuous:
            low, high = self._card.action_bounds[0]
            share = min(max((abs(right) - NEAR) / (1 - 2 * NEAR), 0.0), 1.0)
            middle = self._rest
            return _number(middle + share * ((high if right > 0 else low) - middle))
        upright: list[Side] = [side for side in ("up", "down") if side in self._by_side]
        if upright and abs(down) > abs(right):
            return self._by_side.get("down" if down > 0 else "up")
        return self._by_side.get("right" if right > 0 else "left")

    def idle(self, n_steps: int) -> Any:
        """Return the action of a step that nobody holds a key in, after so many steps."""
        if self.is_continuous:
            return _number(self._rest)
        no_op = self.controls.no_op
        return n_steps % 2 if no_op is None else no_op

    def words(self) -> list[str]:
        """Return what the keys, the mouse and no key do, a few words each."""
        names = [_(name) for name in self._card.actions]
        if self.is_continuous:
            low, high = (four_digits(bound) for bound in self._card.action_bounds[0])
            named = _("{name} {number}")
            told: list[tuple[Side, str]] = [
                ("left", named.format(name=names[0], number=low)),
                ("right", named.format(name=names[0], number=high)),
            ]
        else:
            told = [(side, names[action]) for side, action in self._by_side.items()]
        key = _("{arrow} or {letter}: {action}")
        words = [key.format(arrow=ARROWS[side], letter=LETTERS[side], action=action) for side, action in told]
        if not self._by_side:
            words += [_("{key}: {action}").format(key=number, action=name) for number, name in enumerate(names)]
        return [*words, *self._mouse_words(), self._idle_words(names)]

    @property
    def _rest(self) -> float:
        """The number of a continuous action that does least.

        It is 0, or the middle where there is no 0.
        """
        low, high = self._card.action_bounds[0]
        return 0.0 if low <= 0.0 <= high else (low + high) / 2

    def _mouse_words(self) -> list[str]:
        if self.is_continuous:
            return [_("mouse: hold it down; the farther from the middle, the harder")]
        if not self._by_side:
            return []
        if {"up", "down"} & self._by_side.keys():
            return [_("mouse: press on that side of the picture")]
        return [_("mouse: hold down the left or the right half")]

    def _idle_words(self, names: list[str]) -> str:
        if self.controls.is_turn_based:
            return _("no key: it waits, for each press is one step")
        if self.is_continuous:
            return _("no key: {number}").format(number=four_digits(self._rest))
        if self.controls.no_op is None:
            return _("no key: {one} and {other} in turn").format(one=names[0], other=names[1])
        return _("no key: {action}").format(action=names[self.controls.no_op])


def _suggested(card: EnvironmentCard) -> Controls:
    """Return controls for an environment that says nothing of them.

    Of two actions each has its side. Which of several does nothing is not known, so that these wait for a key.
    """
    is_pair = len(card.actions) == 2
    is_turn_based = not card.action_bounds and not is_pair
    return Controls(card.steps_per_second, ("left", "right") if is_pair else (), is_turn_based=is_turn_based)


def _number(value: float) -> Any:
    return np.array([value], np.float32)
