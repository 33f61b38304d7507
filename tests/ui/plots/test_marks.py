"""Live changes: a mark on every plot, words where there is room, a list in the tooltip."""

from __future__ import annotations

from itertools import pairwise

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.engine.run.session import Session
from playground.ui.plots.drawing.mark_list import first_in_each_pixel, marks_of
from playground.ui.plots.drawing.mark_text import list_words, place_labels, short_words, words
from tests.ui.plots.panels import feed, plot, settle, show


class TestMarks:
    def test_one_drag_is_one_mark_on_every_plot_with_its_words(self, panel):
        session = Session(PRESETS.get("tutorial").settings())
        show(panel, session.metrics)
        for _ in range(30):
            session.step()
        for value in (0.9, 0.7, 0.5):
            session.submit("set_hyper", {"name": "gamma", "value": value}, gesture=1)
            session.step()
            panel.refresh()
        assert all(each.mark_lines.steps == [30] for each in panel.plots)
        assert all(each.mark_lines.spans == [(30, 32)] for each in panel.plots)
        mark_labels = plot(panel, "plot_return").mark_labels
        assert mark_labels.isVisible()
        assert [label.text for label in mark_labels.labels] == ["gamma 0.95 → 0.5"]

    def test_the_labels_take_no_room_while_there_is_no_change(self, panel):
        metrics = Metrics()
        show(panel, metrics)
        returns = plot(panel, "plot_return")
        room = returns.canvas_rect()
        assert returns.view.geometry().toRect() == room
        metrics.add_mark(Mark(10, "gamma", 0.9, 0.5, 1))
        panel.refresh()
        assert returns.mark_labels.isVisible()
        assert returns.canvas_rect().top() == room.top() + returns.mark_labels.sizeHint().height()
        assert returns.view.geometry().toRect() == returns.canvas_rect()
        assert returns.mark_labels.geometry().bottom() + 1 == returns.canvas_rect().top()
        show(panel, Metrics())
        assert not returns.mark_labels.isVisible()
        assert returns.canvas_rect() == room

    def test_a_release_is_told_apart_from_a_change(self):
        assert words(Mark(5, "push_right", 0.0, 2.0, 0)) == "pushed right 2"
        assert words(Mark(5, "force_action", None, "left", 0)) == "action left forced"
        assert words(Mark(5, "force_action", None, (0.5, -1.0), 0)) == "action 0.5, −1 forced"
        assert words(Mark(5, "put_cart", None, (0.5, -2.9), 0)) == "put at x = 0.5, angle = −2.9°"
        assert words(Mark(5, "put_agent", None, (2.0, 4.0), 0)) == "put at column 2, row 4"
        assert words(Mark(5, "add_episode", None, 37, 0)) == "an episode of 37 steps added"
        assert words(Mark(5, "add_episode", None, 1, 0)) == "an episode of 1 step added"
        assert short_words(Mark(5, "add_episode", None, 1200, 0)) == "an episode of 1,200 steps added"
        assert words(Mark(5, "epsilon", 0.3, 0.3, 1, released=True)) == "epsilon auto"
        assert words(Mark(5, "epsilon", 1.0, 0.123456, 1)) == "epsilon 1 → 0.1235"
        assert words(Mark(5, "hidden_layers", (24, 24), (64,), 1)) == "hidden_layers 24, 24 → 64"

    def test_to_hold_a_schedule_where_it_is_is_told_as_holding_it(self):
        session = Session(PRESETS.get("tutorial").settings())
        for _ in range(20):
            session.step()
        session.submit("set_hyper", {"name": "epsilon", "value": session.params.epsilon})
        session.submit("set_hyper", {"name": "gamma", "value": session.params.gamma})
        session.submit("set_hyper", {"name": "epsilon", "value": 0.25})
        assert [words(mark) for mark in session.metrics.marks][:2] == ["epsilon held", "gamma as before"]
        assert words(session.metrics.marks[2]).endswith("→ 0.25")

    def test_a_drag_is_shaded_from_where_it_began_and_told_as_one_change(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 1_000)
        show(panel, metrics)
        loss = plot(panel, "plot_q")
        before = loss.grab(loss.canvas_rect()).toImage()
        metrics.add_mark(Mark(500, "gamma", 0.95, 0.5, 1, until=700))
        panel.refresh()
        after = loss.grab(loss.canvas_rect()).toImage()
        for step, is_shaded in ((450, False), (550, True), (690, True), (760, False)):
            at = round(loss.x_of(step)) - loss.canvas_rect().left(), 3
            assert (before.pixelColor(*at) != after.pixelColor(*at)) == is_shaded
        assert loss.tip(loss.x_of(600)) == "step 500 to 700: gamma 0.95 → 0.5"

    def test_marks_close_together_are_counted_and_never_overlap(self):
        xs = [0.0, 10.0, 150.0, 160.0, 170.0, 290.0]
        texts = [f"gamma 0.9{i} → 0.5" for i in range(6)]
        labels = place_labels(xs, texts.__getitem__, lambda i: "gamma 0.5", 300.0, lambda text: 6.0 * len(text))
        assert all(a.right < b.left for a, b in pairwise(labels))
        assert all(label.left >= 0 and label.right <= 300 for label in labels)
        covered = [i for label in labels for i in range(label.first, label.last + 1)]
        assert covered == list(range(6))
        assert labels[-1].text == "gamma 0.95 → 0.5"  # the newest in full

    def test_a_hundred_marks_still_count_every_one(self):
        texts, short = ["learning_rate 0.001 → 0.002"] * 100, ["learning_rate 0.002"] * 100
        xs = [3.0 * i for i in range(100)]
        labels = place_labels(xs, texts.__getitem__, short.__getitem__, 300.0, lambda text: 6.0 * len(text))
        assert [i for label in labels for i in range(label.first, label.last + 1)] == list(range(100))

    def test_of_a_hundred_thousand_marks_every_one_counts_and_few_are_put_into_words(self):
        asked = []

        def text_of(number):
            asked.append(number)
            return "learning_rate 0.001 → 0.002"

        xs = [1000.0 * i / 100_000 for i in range(100_000)]
        labels = place_labels(xs, text_of, text_of, 1000.0, lambda text: 6.0 * len(text))
        assert (labels[0].first, labels[-1].last) == (0, 99_999)
        assert all(a.last + 1 == b.first for a, b in pairwise(labels))
        assert len(asked) < 1000

    def test_of_many_changes_each_pixel_has_one_line_and_the_tooltip_those_at_the_pointer(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 4_000)
        for step in range(4_000):
            metrics.add_mark(Mark(step, "gamma", 0.95, 0.5, 0))
        show(panel, metrics)
        loss = plot(panel, "plot_loss")
        assert loss.tip(loss.x_of(2_000)).startswith("step 1,9")
        assert "... and " in loss.tip(loss.x_of(2_000))
        xs = loss.x_of(loss.marks.steps)
        assert len(first_in_each_pixel(xs)) <= loss.canvas_rect().width() + 1

    def test_marks_that_are_added_one_by_one_are_those_that_are_read_at_once(self):
        metrics, seen = Metrics(), None
        for step in (10, 20, 30, 30):
            metrics.add_mark(Mark(step, "gamma", 0.9, 0.5, step))
            seen = marks_of([metrics], seen)
        metrics.add_mark(Mark(40, "gamma", 0.5, 0.4, 30))  # of the same drag
        seen = marks_of([metrics], seen)
        assert seen is marks_of([metrics], seen)
        assert seen.marks == tuple(metrics.marks)
        assert (seen.steps.tolist(), seen.ends.tolist()) == ([10, 20, 30], [10, 20, 40])

    def test_pointing_at_marks_lists_them_and_pointing_elsewhere_explains_the_plot(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 4_000)
        metrics.add_mark(Mark(2_000, "gamma", 0.95, 0.5, 1))
        metrics.add_mark(Mark(2_010, "epsilon", 0.5, 0.1, 2))
        show(panel, metrics)
        loss = plot(panel, "plot_loss")
        both = "step 2,000: gamma 0.95 → 0.5\nstep 2,010: epsilon 0.5 → 0.1"
        assert loss.tip(loss.x_of(2_003)) == both
        assert loss.tip(loss.x_of(500)) == loss.spec.about
        mark_labels = plot(panel, "plot_return").mark_labels
        assert [mark_labels.tip(label.left + 5) for label in mark_labels.labels] == both.splitlines()
        assert mark_labels.tip(0.0) == ""

    def test_a_very_long_list_ends_in_a_count(self):
        marks = [Mark(i, "gamma", 0.5, 0.6, i) for i in range(40)]
        lines = list_words(marks).splitlines()
        assert len(lines) == 13
        assert lines[-1] == "... and 28 more"

    def test_marks_outside_the_view_have_no_words(self, panel):
        metrics = Metrics()
        feed(metrics, 0, 4_000)
        metrics.add_mark(Mark(1_000, "gamma", 0.95, 0.5, 1))
        metrics.add_mark(Mark(3_000, "gamma", 0.5, 0.9, 2))
        show(panel, metrics)
        for middle, named in ((3_000, "gamma 0.5 → 0.9"), (1_000, "gamma 0.95 → 0.5")):
            panel.plots[0].view_moved.emit(middle - 500.0, middle + 500.0)
            settle(panel)
            assert [label.text for label in plot(panel, "plot_return").mark_labels.labels] == [named]
