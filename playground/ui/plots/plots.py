"""Which plots there are, from top to bottom. To add one: its file if it draws in its own way, and an entry here."""

from __future__ import annotations

from playground.i18n import N_
from playground.ui.plots.curve_plot import CurvePlot, EpsilonPlot
from playground.ui.plots.return_plot import ReturnPlot
from playground.ui.plots.spec import PlotSpec
from playground.ui.plots.value_plot import ValuePlot

PLOTS = [
    PlotSpec(
        "plot_return",
        N_("Return"),
        N_("The sum of rewards of each episode. Evaluations play without exploring, apart from training."),
        N_("A dot for each episode, and their mean."),
        "episodes", "episode_return", ReturnPlot, share=9,
    ),
    PlotSpec(
        "plot_epsilon",
        N_("Epsilon"),
        N_("How often an action is chosen at random instead of by the Q-values: 1 is always, 0 is never."),
        N_("The share of random actions, step by step."),
        "curve", "epsilon", EpsilonPlot, share=5, exact=True,
    ),
    PlotSpec(
        "plot_loss",
        N_("Loss"),
        N_("How far the Q-values were from their targets. The axis is logarithmic: the same way up is the same factor."),
        N_("How far off the network is, at each update."),
        "curve", "loss", CurvePlot, share=5, log=True,
    ),
    PlotSpec(
        "plot_q",
        N_("Mean Q"),
        N_("The return the network expects, on average over the newest transitions it learned from."),
        N_("The return that the network expects."),
        "curve", "mean_value", ValuePlot, share=5,
    ),
]  # fmt: skip
