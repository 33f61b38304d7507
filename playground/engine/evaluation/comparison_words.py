"""Words for a comparison: the verdict, what it rests on, a disagreement."""

from __future__ import annotations

from playground.agents.loop_words import action_words
from playground.engine.evaluation.comparison import N_RESAMPLES, Comparison
from playground.engine.evaluation.disagreements import Disagreement
from playground.engine.evaluation.task import task_of
from playground.i18n import _
from playground.number_text import return_words, three_digits

FEW = 20  # starts, below which the interval is rough


def verdict_words(comparison: Comparison) -> str:
    """Return what the returns say of the two, as a statistician would sign it."""
    paired, n = comparison.paired, len(comparison.seeds)
    first, second = (contestant.name for contestant in comparison.contestants)
    if paired.ties == n:
        text = _("“{first}” and “{second}” return the same on each of the {n} starts: these show no difference.")
        return text.format(first=first, second=second, n=n)
    low, high, wins, losses = paired.low, paired.high, paired.wins, paired.losses
    if paired.mean < 0:
        first, second, low, high, wins, losses = second, first, -high, -low, losses, wins
    if low > 0:
        text = _(
            "“{first}” is better: on {n} common starts it returns {more} more than “{second}” on average (95 % interval {low} to {high}). It returns more on {wins} of them, less on {losses}, the same on {ties}."
        )
    else:
        text = _(
            "{n} common starts do not tell which is better: “{first}” returns {more} more than “{second}” on average, but the 95 % interval of that, {low} to {high}, holds 0. It returns more on {wins} of them, less on {losses}, the same on {ties}."
        )
    return text.format(
        first=first,
        second=second,
        n=n,
        more=return_words(abs(paired.mean)),
        low=return_words(low),
        high=return_words(high),
        wins=wins,
        losses=losses,
        ties=paired.ties,
    )


def basis_words(comparison: Comparison) -> str:
    """Return what the verdict rests on, and how far it goes."""
    n = len(comparison.seeds)
    sentences = []
    if n < FEW:
        sentences.append(_("So few starts give a rough interval."))
    if comparison.contestants[1].parameters != comparison.parameters:
        text = _("Both play in {task}, where the first one belongs.")
        sentences.append(text.format(task=task_of(comparison.card, comparison.parameters)))
    sentences.append(
        _("They choose differently in {share} % of the states they visit.").format(
            share=three_digits(100 * comparison.share_otherwise)
        )
    )
    sentences.append(
        _(
            "Interval: percentile bootstrap of the mean paired difference, {resamples} resamples of the starts. It speaks of these two, not of the algorithms that trained them."
        ).format(resamples=f"{N_RESAMPLES:,}")
    )
    return " ".join(sentences)


def disagreement_words(comparison: Comparison, moment: Disagreement) -> str:
    """Return what each does at a moment, what it thinks of it, and what comes of it."""
    one, other = (contestant.name for contestant in comparison.contestants)
    actions = [action_words(action, comparison.card.actions) for action in moment.actions]
    sentences = [
        _("Start {start}, step {step} of “{visitor}”: “{one}” takes {action}, “{other}” takes {otherwise}.").format(
            start=moment.start + 1,
            step=f"{moment.step:,}",
            visitor=(one, other)[moment.visitor],
            one=one,
            other=other,
            action=actions[0],
            otherwise=actions[1],
        )
    ]
    for side, contestant in enumerate(comparison.contestants):
        gap = moment.gaps[side]
        if gap is None:
            continue
        if contestant.shows == "q":
            text = _("To “{name}” its own action is worth {gap} more (Q).")
        else:
            text = _("To “{name}” its own action is {gap} likelier.")
        sentences.append(text.format(name=contestant.name, gap=three_digits(gap)))
    if moment.gaps == (None, None) and comparison.card.action_bounds:
        text = _("The actions are {share} % of their range apart.")
        sentences.append(text.format(share=three_digits(100 * moment.distance)))
    sentences.append(
        _("From here on “{one}” gets {first}, “{other}” {second}.").format(
            one=one, other=other, first=return_words(moment.returns[0]), second=return_words(moment.returns[1])
        )
    )
    return " ".join(sentences)
