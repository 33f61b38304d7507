"""Which plots there are, from top to bottom: the first few of those a run has the columns for are shown at first.

To add one: its file if it draws in its own way, and an entry here.
"""

from __future__ import annotations

from playground.i18n import N_
from playground.ui.plots.kinds.actions import ActionsPlot
from playground.ui.plots.kinds.curve import CurvePlot, SharePlot
from playground.ui.plots.kinds.returns import ReturnPlot
from playground.ui.plots.kinds.value import ValuePlot
from playground.ui.plots.spec import PlotSpec

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
        "curve", "epsilon", SharePlot, share=5, exact=True,
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
    PlotSpec(
        "plot_actions",
        N_("Actions"),
        N_("How often each action was taken, of the newest 50 steps or more. A policy that has made up its mind mixes them as the task wants it."),
        N_("The share of each action."),
        "actions", "0", ActionsPlot, share=5,
    ),
    PlotSpec(
        "plot_entropy",
        N_("Entropy"),
        N_("How undecided the policy is in the states it sees. It falls as the policy settles; if it falls too soon, nothing new is tried any more. The unit is the nat: two equally likely actions have ln 2 = 0.69."),
        N_("How undecided the policy is."),
        "curve", "entropy", CurvePlot, share=5,
    ),
    PlotSpec(
        "plot_policy_loss",
        N_("Policy loss"),
        N_("What an update of the policy makes smaller: minus the log-probability of each action, weighed by how much better than expected it turned out. It shows how hard the policy is pushed, not how good it is."),
        N_("How hard the policy is pushed, at each update."),
        "curve", "policy_loss", CurvePlot, share=5,
    ),
    PlotSpec(
        "plot_value_loss",
        N_("Value loss"),
        N_("How far the predicted values were from the returns they predict, as a mean square. The axis is logarithmic: the same way up is the same factor."),
        N_("How far off the predicted values are."),
        "curve", "value_loss", CurvePlot, share=5, log=True,
    ),
    PlotSpec(
        "plot_critic_loss",
        N_("Critic loss"),
        N_("How far the critic's values were from their targets, as a mean square. The axis is logarithmic: the same way up is the same factor."),
        N_("How far off the critic is."),
        "curve", "critic_loss", CurvePlot, share=5, log=True,
    ),
    PlotSpec(
        "plot_actor_loss",
        N_("Actor loss"),
        N_("Minus the value that the critic expects of the actor's actions: what an update of the actor makes smaller."),
        N_("Minus what the critic thinks of the actor."),
        "curve", "actor_loss", CurvePlot, share=5,
    ),
    PlotSpec(
        "plot_noise",
        N_("Noise"),
        N_("How large the random part is that is added to each action in training, so that others are tried too."),
        N_("The random part of the actions."),
        "curve", "noise", CurvePlot, share=5, exact=True,
    ),
    PlotSpec(
        "plot_visited",
        N_("Visited"),
        N_("The share of the table's cells that were visited at least once. Of the others nothing was learned."),
        N_("The share of the table that was visited."),
        "curve", "visited", SharePlot, share=5, exact=True,
    ),
    PlotSpec(
        "plot_clip_fraction",
        N_("Clip fraction"),
        N_("The share of samples for which the policy had moved as far as one round of updates may move it, so that they pushed no further."),
        N_("The share of samples that were clipped."),
        "curve", "clip_fraction", SharePlot, share=5,
    ),
    PlotSpec(
        "plot_approx_kl",
        N_("Approximate KL"),
        N_("About how far a round of updates moved the policy: the Kullback-Leibler divergence of the new policy from the old. Large values say that the steps are too big."),
        N_("How far each round moves the policy."),
        "curve", "approx_kl", CurvePlot, share=5,
    ),
    PlotSpec(
        "plot_explained_variance",
        N_("Explained variance"),
        N_("How much of the ups and downs of the returns the predicted values explain: 1 is all, 0 is no more than a constant would, and below 0 it is less."),
        N_("How well the values predict the returns."),
        "curve", "explained_variance", CurvePlot, share=5,
    ),
]  # fmt: skip
