"""The walk through the stages of a step, beside a real trainer."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QTimer

from playground.agents.base import ALGORITHMS
from playground.ui.insight.stage_walk import LEAST_MS, ReplayFrame, StageWalk
from playground.ui.trainer.snapshot import Snapshot, TrainerState


class Follower:
    """A walk beside its controller, with what it said."""

    def __init__(self, controller, walk):
        self.controller, self.walk = controller, walk
        self.opened = []
        walk.stage_changed.connect(self.opened.append)

    @property
    def step(self):
        trace = self.walk.facts.trace
        return 0 if trace is None else trace.step

    @property
    def card(self):
        return self.step, self.walk.stage.name

    def run_at(self, steps_per_s):
        self.walk.set_speed(steps_per_s)
        self.controller.set_speed(steps_per_s)
        self.controller.toggle_run()


@pytest.fixture
def follower(controller, walk):
    follower = Follower(controller, walk)
    yield follower
    for panel in ("loop", "inspector"):
        follower.walk.set_watched(panel, False)


def go(qtbot, follower, card, press):
    press()
    qtbot.waitUntil(lambda: follower.card == card, timeout=10_000)


def test_forward_alone_walks_a_run_card_by_card_from_its_beginning(qtbot, follower):
    cards = [follower.card]
    for _ in range(6):
        follower.walk.forward()
        qtbot.waitUntil(lambda: follower.card != cards[-1], timeout=10_000)
        cards.append(follower.card)
    assert cards == [
        (0, "make_buffer"),
        (0, "make_networks"),
        (1, "observe"),
        (1, "q_values"),
        (1, "execute"),
        (1, "target"),
        (2, "observe"),
    ]
    assert follower.controller.latest.n_steps == 2


def test_back_walks_the_same_cards_to_the_beginning_and_stays_there(qtbot, follower):
    walk = follower.walk
    go(qtbot, follower, (0, "make_networks"), walk.forward)
    go(qtbot, follower, (1, "observe"), walk.forward)
    walk.open(3)
    go(qtbot, follower, (2, "observe"), walk.forward)
    go(qtbot, follower, (1, "target"), walk.back)
    for name in ("execute", "q_values", "observe"):
        go(qtbot, follower, (1, name), walk.back)
    go(qtbot, follower, (0, "make_networks"), walk.back)
    go(qtbot, follower, (0, "make_buffer"), walk.back)
    with qtbot.assertNotEmitted(walk.step_back_wanted):
        walk.back()
    assert follower.card == (0, "make_buffer")


def test_a_step_that_is_on_its_way_is_not_asked_for_twice(qtbot, follower):
    walk = follower.walk
    walk.open(1)
    for _ in range(5):
        walk.forward()
    qtbot.waitUntil(lambda: follower.card == (1, "observe"), timeout=10_000)
    assert follower.controller.latest.n_steps == 1


def test_a_step_made_elsewhere_shows_the_same_card_of_it(qtbot, follower):
    walk, controller = follower.walk, follower.controller
    controller.step()
    qtbot.waitUntil(lambda: follower.step == 1, timeout=10_000)
    walk.open(2)
    controller.step()
    qtbot.waitUntil(lambda: follower.card == (2, "execute"), timeout=10_000)
    controller.goto(1)
    qtbot.waitUntil(lambda: follower.card == (1, "execute"), timeout=10_000)
    assert controller.latest.is_past
    assert walk.lit.name == "execute"


def test_at_half_a_step_a_second_it_goes_through_all_stages_of_each_step(qtbot, follower):
    walk = follower.walk
    walk.set_watched("loop", True)
    follower.run_at(0.5)
    qtbot.waitUntil(lambda: follower.card == (2, "observe"), timeout=10_000)
    assert follower.opened[-4:] == [1, 2, 3, 0]
    assert walk.lit.name == "observe"
    timer = walk.findChild(QTimer)
    assert LEAST_MS <= timer.interval() * len(walk.stages) <= 2000


def test_forward_stops_a_run_that_is_walked_through_and_goes_on_in_its_step(qtbot, follower):
    walk, controller = follower.walk, follower.controller
    walk.set_watched("loop", True)
    follower.run_at(0.1)
    qtbot.waitUntil(lambda: follower.card == (1, "observe"), timeout=10_000)
    walk.forward()
    qtbot.waitUntil(lambda: controller.latest.state is TrainerState.PAUSED, timeout=10_000)
    assert follower.card == (1, "q_values")
    assert not walk.findChild(QTimer).isActive()


def test_nothing_ticks_while_nobody_watches_or_it_is_paused(qtbot, follower):
    walk, controller = follower.walk, follower.controller
    timer = walk.findChild(QTimer)
    follower.run_at(0.5)
    qtbot.waitUntil(lambda: follower.step == 1, timeout=10_000)
    assert not timer.isActive()
    walk.set_watched("loop", True)
    qtbot.waitUntil(lambda: follower.step == 2, timeout=10_000)
    assert timer.isActive()
    walk.set_watched("inspector", True)
    walk.set_watched("loop", False)
    assert timer.isActive()
    controller.pause()
    qtbot.waitUntil(lambda: walk.snapshot.state is TrainerState.PAUSED, timeout=10_000)
    assert not timer.isActive()
    with qtbot.waitSignal(walk.watched_changed) as told:
        walk.set_watched("inspector", False)
    assert told.args == [False]


def test_at_five_steps_a_second_only_the_numbers_change(qtbot, follower):
    walk = follower.walk
    walk.set_watched("loop", True)
    walk.open(1)
    follower.run_at(5)
    qtbot.waitUntil(lambda: follower.step >= 3, timeout=10_000)
    assert walk.lit is None
    assert walk.index == 1


def test_above_there_is_no_single_step_until_it_stops(qtbot, follower):
    walk, controller = follower.walk, follower.controller
    follower.run_at(10)
    qtbot.waitUntil(lambda: controller.latest.trace is not None and controller.latest.n_steps >= 2, timeout=10_000)
    assert walk.facts.trace is None
    assert walk.lit is None
    controller.pause()
    qtbot.waitUntil(lambda: follower.step == controller.latest.n_steps, timeout=10_000)
    assert walk.lit is walk.stage


def test_another_run_begins_at_its_first_card(qtbot, follower, settings):
    walk, controller = follower.walk, follower.controller
    go(qtbot, follower, (0, "make_networks"), walk.forward)
    go(qtbot, follower, (1, "observe"), walk.forward)
    walk.open(3)
    controller.reset(settings)
    qtbot.waitUntil(lambda: follower.card == (0, "make_buffer"), timeout=10_000)


def test_a_fork_shows_its_own_steps(qtbot, follower):
    walk, controller = follower.walk, follower.controller
    controller.step()
    qtbot.waitUntil(lambda: follower.step == 1, timeout=10_000)
    controller.fork_here()
    qtbot.waitUntil(lambda: walk.snapshot.fork is not None, timeout=10_000)
    walk.open(3)
    go(qtbot, follower, (2, "observe"), walk.forward)


def test_a_failed_run_lights_nothing_and_asks_for_nothing(qtbot, follower):
    walk = follower.walk
    controller = follower.controller
    controller.step()
    qtbot.waitUntil(lambda: follower.step == 1, timeout=10_000)
    walk.show_snapshot(dataclasses.replace(controller.latest, state=TrainerState.FAILED))
    assert walk.lit is None
    with qtbot.assertNotEmitted(walk.step_wanted), qtbot.assertNotEmitted(walk.step_back_wanted):
        walk.forward()
        walk.back()


def test_a_replay_lights_nothing_and_leaves_the_card_as_it_was(qtbot, follower):
    walk = follower.walk
    walk.open(1)
    walk.show_replay(ReplayFrame((0.5, 1.5), 1))
    assert walk.lit is None
    walk.show_replay(None)
    assert walk.lit.name == "make_networks"


def test_a_row_of_the_minibatch_stays_chosen_within_its_step_only(qtbot, follower):
    walk, controller = follower.walk, follower.controller
    controller.step()
    qtbot.waitUntil(lambda: follower.step == 1, timeout=10_000)
    with qtbot.waitSignal(walk.facts_changed):
        walk.choose(7)
    controller.set_hyper("gamma", 0.5, 1)
    qtbot.waitUntil(lambda: walk.snapshot.values["gamma"] == 0.5, timeout=10_000)
    assert walk.facts.chosen == 7
    assert walk.facts.params.gamma == 0.95  # as it was in that step
    controller.step()
    qtbot.waitUntil(lambda: follower.step == 2, timeout=10_000)
    assert walk.facts.chosen is None


def test_an_algorithm_that_declares_no_loop_gets_the_plain_one(qtbot, settings):
    plain = dataclasses.replace(ALGORITHMS.get("small"), name="plain", explainer="builtins:object")
    ALGORITHMS.add("plain", plain)
    walk = StageWalk()
    walk.show_snapshot(Snapshot(TrainerState.PAUSED, 1, dataclasses.replace(settings, algorithm="plain")))
    ALGORITHMS.remove("plain")
    assert [box.name for box in walk.diagram.boxes] == ["agent", "environment"]
    assert walk.stages
