"""The form without a window: where values lie on a slider, and what a row knows of its value."""

from __future__ import annotations

import itertools

import pytest

from playground.agents.base import ALGORITHMS
from playground.agents.dqn.params import DQNParams
from playground.engine.presets.catalogue import PRESETS
from playground.hyper import hypers
from playground.ui.hyper.number_box import box_text, number_text
from playground.ui.hyper.row_value import PATIENCE, RowValue
from playground.ui.hyper.slider_scale import Scale

RECORDS = hypers(DQNParams)
NUMBERS = [record.name for record in RECORDS if record.kind in ("float", "int")]


def row(name, start, preset=None):
    return RowValue(RECORDS.get(name), start, start if preset is None else preset)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_ends_of_a_slider_are_exactly_those_of_its_record(name):
    record, scale = RECORDS.get(name), Scale(RECORDS.get(name))
    first = 1 if record.optional else 0
    assert scale.value(first) == record.slider_low
    assert scale.value(scale.last) == record.slider_high
    assert scale.tick(record.slider_low) == first
    assert scale.tick(record.slider_high) == scale.last


@pytest.mark.parametrize("name", NUMBERS)
def test_every_tick_is_an_allowed_value_above_the_one_before_and_maps_back(name):
    record, scale = RECORDS.get(name), Scale(RECORDS.get(name))
    values = [scale.value(tick) for tick in range(scale.last + 1)]
    assert [scale.tick(value) for value in values] == list(range(scale.last + 1))
    assert [record.check(value) for value in values] == values
    numbers = [value for value in values if value is not None]
    assert all(before < after for before, after in itertools.pairwise(numbers))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gamma", 0.995),
        ("learning_rate", 1e-3),
        ("learning_rate", 5e-4),
        ("batch_size", 64),
        ("epsilon_decay", 0.99998),
        ("buffer_size", 50_000),
        ("reward_on_termination", -10.0),
        ("seed", 7),
        ("epsilon_fraction", 0.12),
    ],
)
def test_the_values_people_use_lie_on_a_tick(name, value):
    scale = Scale(RECORDS.get(name))
    assert scale.value(scale.tick(value)) == value


def test_a_power_of_ten_takes_the_same_room_anywhere_on_a_log_slider():
    scale = Scale(RECORDS.get("learning_rate"))
    rooms = {scale.tick(10.0 * low) - scale.tick(low) for low in (1e-5, 1e-4, 1e-3, 1e-2, 1e-1)}
    assert len(rooms) == 1


def test_a_tenth_of_the_distance_from_one_takes_the_same_room_anywhere_on_a_slider():
    scale = Scale(RECORDS.get("gamma"))
    rooms = {scale.tick(1 - near) - scale.tick(1 - 10 * near) for near in (1e-4, 1e-3, 1e-2, 1e-1)}
    assert len(rooms) == 1


@pytest.mark.parametrize("algorithm", ALGORITHMS.names())
def test_values_of_presets_that_differ_near_one_lie_apart_on_the_slider(algorithm):
    params = [preset.settings().params for preset in PRESETS if preset.algorithm == algorithm]
    for record in hypers(ALGORITHMS.get(algorithm).params):
        if record.kind == "float" and record.high == 1.0:
            scale = Scale(record)
            usual = {getattr(each, record.name) for each in params} - {None}
            near = sorted(scale.tick(value) / scale.last for value in usual if 0.9 <= value < 1)
            assert all(after - before > 0.015 for before, after in itertools.pairwise(near)), record.name


def test_gamma_has_room_where_people_set_it():
    scale = Scale(RECORDS.get("gamma"))
    assert (scale.tick(0.99) - scale.tick(0.95)) / scale.last > 0.1
    assert scale.tick(1.0) == scale.last > scale.tick(0.9999) > scale.tick(0.999) > scale.tick(0.99)


def test_steps_towards_one_go_on_in_ever_smaller_round_steps():
    scale = Scale(RECORDS.get("gamma"))
    assert [scale.stepped(0.9, steps) for steps in (1, 5, -1)] == [0.91, 0.95, 0.88]
    assert [scale.stepped(0.99, steps) for steps in (1, -1)] == [0.991, 0.988]
    assert [scale.stepped(value, 1) for value in (0.9999, 0.999995)] == [1.0, 1.0]
    assert scale.stepped(1.0, -1) == 0.9999


def test_a_value_beyond_the_slider_lies_at_its_end():
    scale = Scale(RECORDS.get("learning_rate"))
    assert scale.tick(100.0) == scale.last
    assert scale.tick(0.0) == 0


@pytest.mark.parametrize("name", NUMBERS)
def test_steps_go_up_to_the_highest_value_allowed_and_down_to_the_lowest(name):
    record, scale = RECORDS.get(name), Scale(RECORDS.get(name))
    assert scale.stepped(record.high, 1) == record.high
    assert scale.stepped(record.low, -1) == record.low
    for value in (record.slider_low, record.slider_high):
        if value < record.high:
            assert value < scale.stepped(value, 1) <= record.high
        if value > record.low:
            assert value > scale.stepped(value, -1) >= record.low


def test_steps_down_reach_a_learning_rate_of_zero_and_leave_it_again():
    scale, value = Scale(RECORDS.get("learning_rate")), 1e-5
    for _ in range(200):
        value = scale.stepped(value, -1)
    assert value == 0.0
    assert scale.stepped(value, 1) > 0.0


def test_the_tick_left_of_the_lowest_number_is_the_environments_own_reward():
    scale = Scale(RECORDS.get("reward_on_termination"))
    assert scale.value(0) is None
    assert scale.tick(None) == 0
    assert scale.stepped(None, 1) == -20.0
    assert scale.stepped(None, -1) is None


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("learning_rate", 1e-3, "1e-3"),
        ("learning_rate", 2.5e-4, "2.5e-4"),
        ("learning_rate", 0.02, "0.02"),
        ("buffer_size", 50_000, "50,000"),
        ("gamma", 0.99, "0.99"),
        ("gamma", 1.0, "1"),
        ("gamma", 0.9999999, "0.9999999"),
        ("epsilon", 0.25, "0.25"),
        ("reward_on_termination", None, "own"),
    ],
)
def test_numbers_are_written_short(name, value, text):
    assert number_text(RECORDS.get(name), value) == text


@pytest.mark.parametrize(("value", "text"), [(0.3127346, "0.3127"), (1.0, "1.0000"), (0.0, "0.0000"), (2e-5, "2e-5")])
def test_a_number_that_moves_by_itself_keeps_its_number_of_digits(value, text):
    assert box_text(RECORDS.get("epsilon"), value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1e-3, "1e-3"), (2.5e-4, "2.5e-4"), (9.87123e-4, "9.87e-4"), (9.8e-4, "9.8e-4"), (0.1, "0.1")]
)
def test_a_falling_learning_rate_is_written_with_three_digits_and_a_chosen_one_as_people_write_it(value, text):
    assert box_text(RECORDS.get("learning_rate"), value) == text


def test_an_edit_stands_until_the_run_has_it_though_the_run_still_shows_older_values():
    gamma = row("gamma", 0.99)
    gamma.see(0.99, False)
    gamma.edit(0.9)
    gamma.edit(0.8)
    gamma.see(0.99, False)
    assert gamma.shown == 0.8
    gamma.see(0.9, False)
    assert gamma.shown == 0.8
    gamma.see(0.8, False)
    assert gamma.shown == 0.8
    gamma.see(0.5, False)  # a rewind, say
    assert gamma.shown == gamma.start == 0.5


def test_a_live_edit_the_run_refused_gives_way_to_the_last_one_it_took():
    batch = row("batch_size", 64)
    batch.see(64, False)
    batch.edit(128)
    batch.edit(4096)
    batch.see(128, False)
    batch.refuse()
    assert batch.shown == 128


def test_a_value_fixed_within_a_run_waits_for_a_reset_until_a_run_uses_it():
    layers = row("hidden_layers", (24, 24))
    layers.see((24, 24), False)
    assert not layers.pending
    layers.edit((64,))
    layers.see((24, 24), False)
    assert layers.pending
    assert layers.shown == (64,)
    layers.see((64,), False)
    assert not layers.pending


def test_without_a_run_every_edit_is_pending():
    gamma = row("gamma", 0.99)
    gamma.edit(0.5)
    assert gamma.pending


def test_an_edit_made_before_the_run_is_ready_stands_when_the_run_appears_without_it():
    gamma = row("gamma", 0.99)
    gamma.edit(0.5)
    gamma.see(0.99, False)
    assert gamma.shown == 0.5
    gamma.see(0.5, False)
    assert gamma.shown == 0.5


def test_new_start_values_wait_for_a_reset_while_a_run_goes_on_with_others():
    gamma = row("gamma", 0.95)
    gamma.see(0.95, False)
    gamma.restart(0.99, 0.99)
    gamma.see(0.95, False)
    assert (gamma.shown, gamma.pending) == (0.99, True)
    gamma.see(0.9, False)  # a rewind does not change what the next Reset starts from
    assert (gamma.shown, gamma.pending) == (0.99, True)


def test_a_reset_starts_a_held_epsilon_from_its_first_value_again():
    epsilon = row("epsilon", 1.0)
    epsilon.see(0.4, False)
    epsilon.edit(0.2)
    epsilon.see(0.2, True)
    assert (epsilon.shown, epsilon.held, epsilon.start) == (0.2, True, 1.0)
    epsilon.see(1.0, False)  # the Reset
    assert (epsilon.shown, epsilon.held) == (1.0, False)


def test_before_there_is_a_run_an_edit_of_epsilon_is_what_the_run_starts_from():
    epsilon = row("epsilon", 1.0)
    epsilon.edit(0.2)
    assert epsilon.start == 0.2


def test_a_learning_rate_that_no_schedule_moves_keeps_its_edits_at_a_reset():
    rate = row("learning_rate", 1e-3)
    rate.see(1e-3, False)
    rate.edit(1e-2)
    rate.edit(1e-4)
    rate.see(1e-4, True)
    assert rate.start == 1e-4
    rate.restart(1e-4, 1e-3)  # the Reset
    rate.see(1e-4, False)
    assert (rate.start, rate.held) == (1e-4, False)


def test_a_learning_rate_that_was_mended_from_elsewhere_is_what_a_reset_starts_from():
    rate = row("learning_rate", 10.0)
    rate.see(10.0, False)
    rate.see(1e-3, True)
    assert rate.start == 1e-3


def test_a_falling_learning_rate_starts_a_new_run_from_the_top_whatever_was_held():
    rate = row("learning_rate", 1e-3)
    rate.see(9e-4, False)
    rate.edit(1e-4)
    rate.see(1e-4, True)
    rate.release()
    rate.see(9e-5, False)
    assert rate.start == 1e-3


def test_new_start_values_are_not_lost_to_a_value_the_old_run_holds():
    epsilon = row("epsilon", 1.0)
    epsilon.see(0.2, True)
    epsilon.restart(0.5, 0.5)
    epsilon.see(0.2, True)
    assert epsilon.start == 0.5


def test_an_edit_of_a_scheduled_value_that_is_refused_leaves_the_start_as_it_was():
    rate = row("learning_rate", 1e-3)
    rate.see(1e-3, False)
    rate.edit(2e-3)
    rate.see(2e-3, True)
    rate.edit(1e-2)
    rate.edit(1e-1)
    rate.refuse()
    assert rate.start == 2e-3
    rate.see(2e-3, True)
    assert (rate.start, rate.shown, rate.held) == (2e-3, 2e-3, True)


def test_an_edit_of_epsilon_that_never_reaches_the_run_is_not_believed_for_ever():
    epsilon = row("epsilon", 1.0)
    epsilon.see(0.4, False)
    epsilon.edit(0.2)
    for _ in range(PATIENCE):
        epsilon.see(0.4, False)
        assert epsilon.shown == 0.2
    epsilon.see(0.4, False)
    assert (epsilon.shown, epsilon.held) == (0.4, False)


def test_a_released_epsilon_does_not_look_held_while_the_release_is_on_its_way():
    epsilon = row("epsilon", 1.0)
    epsilon.see(0.4, True)
    epsilon.release()
    epsilon.see(0.4, True)
    assert not epsilon.held
    epsilon.see(0.39, False)
    assert epsilon.shown == 0.39


def test_a_schedule_on_its_way_is_no_change_from_the_preset_but_holding_is():
    epsilon = row("epsilon", 1.0)
    epsilon.see(0.4, False)
    assert not epsilon.changed
    epsilon.edit(0.4)
    assert epsilon.changed
    epsilon.return_to_preset()
    assert (epsilon.changed, epsilon.shown) == (False, 1.0)
