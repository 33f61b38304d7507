"""The plots there are, from top to bottom.

Of those that a run has the columns for, the first few are shown at first; the others are chosen below the plots. To
add one, add a record here: CurvePlot draws any column of any table of Metrics. A plot that draws in its own way is
a file in `kinds` besides.
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
        name="plot_return",
        title=N_("Return"),
        about=N_("The sum of rewards of each episode. Evaluations play without exploring, apart from training."),
        empty=N_("A dot for each episode, and their mean."),
        table="episodes",
        column="episode_return",
        make=ReturnPlot,
        share=9,
    ),
    PlotSpec(
        name="plot_epsilon",
        title=N_("Epsilon"),
        about=N_("How often an action is chosen at random instead of by the Q-values: 1 is always, 0 is never."),
        empty=N_("The share of random actions, step by step."),
        table="curve",
        column="epsilon",
        make=SharePlot,
        exact=True,
    ),
    PlotSpec(
        name="plot_loss",
        title=N_("Loss"),
        about=N_(
            "How far the Q-values were from their targets. The axis is logarithmic: the same way up is the same factor."
        ),
        empty=N_("How far off the network is, at each update."),
        table="curve",
        column="loss",
        make=CurvePlot,
        log=True,
    ),
    PlotSpec(
        name="plot_q",
        title=N_("Mean Q"),
        about=N_(
            "The mean of Q(s, a) over the newest transitions it learned from: the discounted sum of the rewards it expects from there on. It is not the return of an episode: with gamma at 0.95 and a reward of 1 a step, a Q of 20 is right where the return is 500."
        ),
        empty=N_("What Q expects: a discounted sum of rewards."),
        table="curve",
        column="mean_value",
        make=ValuePlot,
    ),
    PlotSpec(
        name="plot_actions",
        title=N_("Actions"),
        about=N_(
            "How often each action was taken, of the newest 50 steps or more. A policy that has made up its mind mixes them as the task wants it."
        ),
        empty=N_("The share of each action."),
        table="actions",
        column="0",
        make=ActionsPlot,
    ),
    PlotSpec(
        name="plot_entropy",
        title=N_("Entropy"),
        about=N_(
            "How undecided the policy is in the states it sees. It falls as the policy settles; if it falls too soon, nothing new is tried any more. The unit is the nat: two equally likely actions have ln 2 = 0.69. With continuous actions it may be below 0."
        ),
        empty=N_("How undecided the policy is."),
        table="curve",
        column="entropy",
        make=CurvePlot,
    ),
    PlotSpec(
        name="plot_policy_loss",
        title=N_("Policy loss"),
        about=N_(
            "What an update of the policy makes smaller: minus the log-probability of each action, weighed by how much better than expected it turned out. It shows how hard the policy is pushed, not how good it is."
        ),
        empty=N_("How hard the policy is pushed, at each update."),
        table="curve",
        column="policy_loss",
        make=CurvePlot,
    ),
    PlotSpec(
        name="plot_value_loss",
        title=N_("Value loss"),
        about=N_(
            "How far the predicted values were from the returns they predict, as a mean square. The axis is logarithmic: the same way up is the same factor."
        ),
        empty=N_("How far off the predicted values are."),
        table="curve",
        column="value_loss",
        make=CurvePlot,
        log=True,
    ),
    PlotSpec(
        name="plot_critic_loss",
        title=N_("Critic loss"),
        about=N_(
            "How far the critic's values were from their targets, as a mean square; of two critics, the sum. The axis is logarithmic: the same way up is the same factor."
        ),
        empty=N_("How far off the critic is."),
        table="curve",
        column="critic_loss",
        make=CurvePlot,
        log=True,
    ),
    PlotSpec(
        name="plot_actor_loss",
        title=N_("Actor loss"),
        about=N_(
            "Minus the value that the critic expects of the actor's actions: what an update of the actor makes smaller."
        ),
        empty=N_("Minus what the critic thinks of the actor."),
        table="curve",
        column="actor_loss",
        make=CurvePlot,
    ),
    PlotSpec(
        name="plot_noise",
        title=N_("Noise"),
        about=N_(
            "How large the random part is that is added to each action in training, so that others are tried too: its standard deviation, where the range of an action counts from −1 to 1. Before learning starts, actions are drawn at random instead."
        ),
        empty=N_("The random part of the actions."),
        table="curve",
        column="noise",
        make=CurvePlot,
        exact=True,
    ),
    PlotSpec(
        name="plot_visited",
        title=N_("Visited"),
        about=N_(
            "The share of the table's cells that were learned from at least once. Of the others nothing is known. It need not reach 100 %: walls, ends and combinations that never happen have cells too."
        ),
        empty=N_("The share of the table's cells that were learned from."),
        table="curve",
        column="visited",
        make=SharePlot,
        exact=True,
    ),
    PlotSpec(
        name="plot_clip_fraction",
        title=N_("Clip fraction"),
        about=N_(
            "The share of the newest minibatch for which the policy had moved beyond 1 ± clip_range: π(a | s) there, divided by that of the policy that played. What would have moved it farther out had no effect; what brings it back had."
        ),
        empty=N_("The share of samples beyond the clip range."),
        table="curve",
        column="clip_fraction",
        make=SharePlot,
    ),
    PlotSpec(
        name="plot_approx_kl",
        title=N_("Approximate KL"),
        about=N_(
            "About how far the updates on one rollout moved the policy: the Kullback-Leibler divergence of the new policy from the old. Large values say that the steps are too big."
        ),
        empty=N_("How far the updates move the policy."),
        table="curve",
        column="approx_kl",
        make=CurvePlot,
    ),
    PlotSpec(
        name="plot_explained_variance",
        title=N_("Explained variance"),
        about=N_(
            "How much of the ups and downs of the returns it learned from the predicted values explain: 1 is all, 0 is no more than a constant would, and below 0 it is less."
        ),
        empty=N_("How well the values predict the returns."),
        table="curve",
        column="explained_variance",
        make=CurvePlot,
    ),
]
