"""Which plots are shown of a run that has many curves, and those of its actions."""

from __future__ import annotations

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.metrics import Mark, Metrics
from playground.ui.plots.stack import MOST_AT_FIRST
from tests.ui.plots.panels import at_first, entries, item, plot, settle, show, shown

PPO = ("policy_loss", "value_loss", "entropy", "clip_fraction", "approx_kl", "explained_variance")


class TestChoosing:
    """Which plots are shown of a run that has many curves."""

    def test_five_are_shown_at_first_and_the_return_is_the_largest(self, panel):
        metrics = Metrics(PPO, n_actions=2)
        show(panel, metrics)
        assert shown(panel) == at_first(metrics)
        assert len(panel.shown) == MOST_AT_FIRST
        heights = {each.objectName(): each.height() for each in panel.shown}
        assert heights.pop("plot_return") > 1.4 * max(heights.values())

    def test_one_that_a_person_adds_catches_up_and_stays_for_the_next_run(self, panel):
        metrics = Metrics(PPO, n_actions=2)
        show(panel, metrics)
        for step in range(1, 301):
            metrics.add_step(step, (1.0, 2.0, 0.5, 0.25, 0.01, 0.9))
        metrics.add_mark(Mark(100, "gamma", 0.9, 0.5, 1))
        panel.refresh()
        assert [name for name, action in entries(panel).items() if action.isChecked()] == shown(panel)
        entries(panel)["plot_entropy"].trigger()
        entries(panel)["plot_explained_variance"].trigger()
        assert "plot_entropy" not in shown(panel)
        added = plot(panel, "plot_explained_variance")
        assert added.heading.value == "0.900"
        assert added.marks.marks == tuple(metrics.marks)
        show(panel, Metrics(PPO, n_actions=2))
        assert shown(panel)[-1] == "plot_explained_variance"
        assert added.heading.value == ""

    def test_the_shares_of_the_actions_are_lines_with_their_names(self, panel):
        metrics = Metrics(PPO, n_actions=2)
        panel.set_run(metrics, PRESETS.first("CartPole-v1", "ppo").settings())
        for step in range(1, 101):
            metrics.action_counts[0 if step % 4 else 1] += 1
            metrics.add_step(step, (1.0,) * len(PPO))
        settle(panel)
        shares = plot(panel, "plot_actions")
        assert shares.legend.accessibleDescription() == "left, right"
        lines = [item(shares, name) for name in ("action_0", "action_1")]
        assert [line.points()[1].round(1).tolist() for line in lines] == [[0.8, 0.7], [0.2, 0.3]]

    def test_names_that_have_no_room_beside_the_title_stand_below_it(self, panel):
        metrics = Metrics(PPO, n_actions=3)
        panel.resize(280, 520)
        panel.set_run(metrics, PRESETS.first("Acrobot-v1", "ppo").settings())
        settle(panel)
        shares = plot(panel, "plot_actions")
        assert shares.legend.y() >= shares.heading.geometry().bottom()
        panel.resize(800, 520)
        settle(panel)
        assert shares.legend.y() == shares.heading.y()

    def test_another_environment_brings_its_goal_and_one_without_has_none(self, panel):
        for environment, goal in (("Acrobot-v1", "−100 solved"), ("Pendulum-v1", None), ("CartPole-v1", "475 solved")):
            panel.set_run(Metrics(PPO), PRESETS.first(environment, "ppo").settings())
            returns = plot(panel, "plot_return")
            assert item(returns, "goal").isVisible() == (goal is not None)
            assert goal is None or item(returns, "goal_words").toPlainText() == goal
