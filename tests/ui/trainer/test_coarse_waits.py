"""Waits that are longer than asked: the speed is kept all the same, and what is shown moves evenly."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from playground.engine.presets.catalogue import PRESETS
from playground.ui.trainer import messages
from playground.ui.trainer.clocks.step_clock import MAX_BEHIND_S
from playground.ui.trainer.clocks.system_time import SystemTime
from playground.ui.trainer.controller import TICK_MS
from playground.ui.trainer.thread import Trainer
from playground.ui.view.speed_control import SPEEDS

FRAME_S = TICK_MS / 1000
LOOK_S = 10e-6  # that pass with each look at the clock: a step takes some three of them
LINUX, WINDOWS, OLD_WINDOWS, APP_NAP = 0.001, 0.0156, 0.031, 0.2  # seconds: every wait ends at a multiple of them
ASKED = [speed for speed in SPEEDS if speed is not None and speed <= 1000]


class Computer:
    """Time of a computer whose waits are coarse, with a window that looks into the mailbox at each of its ticks."""

    def __init__(self, tick_s, lasts_s):
        self.tick_s, self.lasts_s, self.time_s = tick_s, lasts_s, 0.0
        self.waited_from_s = 0.0  # by then, all that was due was done
        self.shown = [0]  # steps, at each tick of the window
        self.rates = []  # that it showed
        self.sleeps = {}  # from which moment on, and how long
        settings = PRESETS.get("fast").settings()
        self.trainer = Trainer(settings, SystemTime(self.now, self.wait_on))

    def now(self):
        self._let_pass(LOOK_S)
        return self.time_s

    def wait_on(self, condition, timeout_s):
        assert timeout_s is not None, "nothing would end this wait"
        self.waited_from_s = self.time_s
        end_s = math.ceil((self.time_s + timeout_s) / self.tick_s) * self.tick_s
        self._let_pass(end_s - self.time_s)

    def _let_pass(self, seconds):
        for since_s in [since_s for since_s in self.sleeps if since_s <= self.time_s]:
            seconds += self.sleeps.pop(since_s)
        self.time_s += seconds
        while len(self.shown) * FRAME_S <= self.time_s:
            self.shown.append(self.trainer.latest.n_steps)
            self.rates.append(self.trainer.latest.steps_per_s)
        if self.time_s >= self.lasts_s:
            self.lasts_s = math.inf
            self.trainer.post(messages.Close())

    def train(self, steps_per_s):
        """Train at this speed until the time is over; return the steps made."""
        for request in (messages.SetSpeed(steps_per_s), messages.Run()):
            self.trainer.post(request)
        self.trainer.run()  # in this thread, whose time is this computer's
        return self.trainer.latest.n_steps

    def leaps(self):
        """Return the steps between one picture and the next."""
        return [after - before for before, after in pairwise(self.shown)]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("tick_s", [LINUX, WINDOWS, OLD_WINDOWS])
def test_the_speed_that_was_asked_for_is_kept_and_each_picture_shows_what_is_new(tick_s, asked):
    computer = Computer(tick_s, lasts_s=max(1.5, 60 / asked))
    n_steps = computer.train(asked)
    assert n_steps == pytest.approx(1 + asked * computer.waited_from_s, rel=0.02)
    leaps = computer.leaps()
    assert max(leaps) <= asked * (FRAME_S + tick_s) + 1
    assert min(leaps[1:-1]) >= math.floor(asked * (FRAME_S - tick_s))


def test_where_waits_are_fine_every_picture_is_the_same_number_of_steps_later():
    computer = Computer(LINUX, lasts_s=1.0)
    computer.train(500)
    assert set(computer.leaps()[1:-1]) == {500 * FRAME_S}


@pytest.mark.parametrize("tick_s", [LINUX, WINDOWS, OLD_WINDOWS, APP_NAP])
def test_a_step_that_is_made_before_a_long_wait_is_shown_at_once(tick_s):
    computer = Computer(tick_s, lasts_s=2.9)
    computer.train(1)
    assert computer.shown[1] == 1
    assert set(computer.leaps()) == {0, 1}


@pytest.mark.parametrize("asked", [10, 100, 1000])
def test_a_window_that_the_system_slows_down_trains_as_fast_as_asked_in_bursts(asked):
    computer = Computer(APP_NAP, lasts_s=6.1)
    n_steps = computer.train(asked)
    assert n_steps == pytest.approx(1 + asked * computer.waited_from_s, rel=0.02)
    assert max(computer.leaps()) <= asked * MAX_BEHIND_S + 1
    assert computer.rates[-1] == pytest.approx(asked, rel=0.25)  # of the newest half second: two bursts or three


def test_coarser_waits_slow_training_down_rather_than_make_it_leap_and_the_rate_that_is_shown_is_true():
    computer = Computer(tick_s=2.0, lasts_s=20.0)
    n_steps = computer.train(1000)
    burst = 1000 * (MAX_BEHIND_S + FRAME_S)  # with what falls due while it lasts
    assert max(computer.leaps()) <= burst
    assert n_steps <= 11 * burst
    assert computer.rates[-1] == pytest.approx(1000 * MAX_BEHIND_S / 2.0, rel=0.05)


def test_what_a_computer_that_slept_has_missed_is_not_made_up_for():
    computer = Computer(WINDOWS, lasts_s=3602.0)
    computer.sleeps[1.0] = 3600.0
    n_steps = computer.train(100)
    assert 200 <= n_steps <= 200 + 100 * (MAX_BEHIND_S + 2 * WINDOWS)
