"""Words for what is drawn from a replay buffer, and for targets of many steps."""

from __future__ import annotations

from typing import Any

from playground.agents.loop import StageText, StepFacts
from playground.agents.loop_words import bracketed, equals, insight_of, joined, no_update, number, plain
from playground.i18n import _
from playground.number_text import filled

LONGEST_SUM = 44  # characters of the rewards of a window


def chosen_row(facts: StepFacts) -> int:
    """Return the row of the newest minibatch that is spoken of.

    It is the one chosen, else this step's own transition if it was drawn, else the first.
    """
    minibatch = facts.trace.minibatch
    row = facts.chosen
    if row is None:
        row = 0 if minibatch is None or minibatch.own is None else minibatch.own
    return min(max(row, 0), len(facts.trace.update["target"]) - 1)


def row_words(facts: StepFacts, row: int) -> str:
    """Write which transition a row of the minibatch is."""
    minibatch = facts.trace.minibatch
    if minibatch is None:
        return filled(_("row {row} of the minibatch"), row=row + 1)
    step = int(minibatch.steps[row])
    if row == minibatch.own:
        return filled(_("of step {step:,}: this very step, drawn"), step=step)
    if minibatch.played[row]:
        return filled(_("of an episode that somebody played, added after step {step:,}"), step=step)
    return filled(_("of step {step:,}: drawn from memory"), step=step)


def why_no_update(facts: StepFacts) -> str:
    """Say why nothing was learned in this step."""
    params, trace = facts.params, facts.trace
    has_added = trace.buffer is not None and trace.buffer.n_written > trace.step
    if trace.step < params.learning_starts:
        return filled(_("Learning starts at step {n:,}."), n=params.learning_starts)
    if getattr(params, "replay", "on") == "off":
        return (
            filled(_("A target takes {n} steps: not yet made."), n=params.n_steps)
            if trace.step < params.n_steps
            else no_update()
        )
    if trace.step < params.rows_needed:
        if has_added:
            text = _("It learns once the run itself has made {n:,} steps; so far {held:,}.")
            return filled(text, n=params.rows_needed, held=trace.step)
        return filled(_("A minibatch needs {n:,} stored; so far {held:,}."), n=params.rows_needed, held=trace.step)
    if trace.step % params.train_every:
        return filled(_("It learns every {n:,} steps; this is none."), n=params.train_every)
    return no_update()


def nothing_learned(facts: StepFacts) -> StageText:
    return StageText((), why_not=why_no_update(facts))


def tell_store(facts: StepFacts) -> StageText:
    """The transition that was stored, and what was forgotten for it."""
    trace, insight, params = facts.trace, insight_of(facts), facts.params
    buffer = trace.buffer
    row = trace.step if buffer is None else buffer.n_written
    lines = [filled(_("(s, a, r, s′, end) as row {step:,}"), step=row)]
    if "n_stored" in insight:
        lines.append(kept_words(insight))
    forgotten = None if buffer is None else buffer.forgotten_step
    if buffer is not None and buffer.forgotten_is_played:
        lines.append(_("forgotten for it: one that somebody played"))
    elif forgotten is not None:
        lines.append(filled(_("forgotten for it: step {step:,}"), step=forgotten))
    if trace.terminated and getattr(params, "reward_on_termination", None) is not None:
        lines.append(filled(_("stored with its own reward, {reward:.4g}"), reward=trace.reward))
    return StageText(tuple(lines))


def kept_words(insight: Any) -> str:
    """Write how full the replay buffer is."""
    return filled(_("{n:,} of {capacity:,} kept"), n=insight["n_stored"], capacity=insight["capacity"])


def buffer_lines(facts: StepFacts) -> list[str]:
    """Write what is in the replay buffer, in its box."""
    insight = insight_of(facts)
    if "n_stored" not in insight:
        return []
    lines = [kept_words(insight)]
    buffer = facts.trace.buffer if facts.trace is not None else None
    if buffer is not None and buffer.size:
        text = _("oldest: added after step {step:,}") if buffer.oldest_is_played else _("oldest: step {step:,}")
        lines.append(filled(text, step=buffer.oldest_step))
    if buffer is not None and buffer.n_played:
        lines.append(filled(_("somebody played {n:,} of them"), n=buffer.n_played))
    return [*lines, _("darker: where an episode ended")]


def tell_draw(facts: StepFacts) -> StageText:
    """How many were drawn, and whether this step's own was among them."""
    trace, minibatch = facts.trace, facts.trace.minibatch
    if not trace.n_updates:
        return nothing_learned(facts)
    update, insight = trace.update, insight_of(facts)
    n = len(update["target"])
    lines = []
    if trace.n_updates > 1:
        lines.append(filled(_("last of {n:,} updates in this step"), n=trace.n_updates))
    if "n_stored" in insight:
        lines.append(filled(_("{n:,} drawn of {held:,} stored"), n=n, held=insight["n_stored"]))
    if update.get("weights") is None:
        lines.append(_("one from each of as many equal parts"))
    else:
        lines.append(_("more often where the error was large"))
    if minibatch is not None:
        own = (
            _("this step's own is among them") if minibatch.own is not None else _("this step's own is not among them")
        )
        lines.append(own)
        lines.append(
            filled(_("{n:,} of them ended an episode"), n=int((minibatch.terminated | minibatch.truncated).sum()))
        )
    if "mirrored" in update:
        lines.append(filled(_("{n:,} were replaced by mirror images"), n=int(update["mirrored"].sum())))
    return StageText(tuple(lines))


def rewards_of(update: Any, row: int) -> list[float]:
    """Return the rewards of a row's window, as they were summed."""
    rewards: list[float] = update["window_rewards"][: update["window_lengths"][row], row].tolist()
    return rewards


def reward_lines(facts: StepFacts, row: int) -> list[str]:
    """Say what the rewards of a row's window are, where they are not just its own."""
    update, params, minibatch = facts.trace.update, facts.params, facts.trace.minibatch
    rewards = rewards_of(update, row)
    lines = []
    if "mirrored" in update and update["mirrored"][row]:
        lines.append(_("its mirror image: left for right"))
    shaped = getattr(params, "reward_on_termination", None)
    if shaped is not None and update["window_terminated"][row]:
        own = minibatch is not None and len(rewards) == 1
        if own:
            text = _("r = {shaped:.4g}: here an end costs it, not {own:.4g}")
            lines.append(filled(text, shaped=shaped, own=float(minibatch.rewards[row])))
        else:
            lines.append(filled(_("the last r = {shaped:.4g}, for it ended there"), shaped=shaped))
    if len(rewards) > 1 and params.gamma:
        lines.append(_sum_of_rewards(rewards, params.gamma, float(update["returns"][row])))
    elif params.n_steps > 1:
        lines.append(_("the episode ended before more rewards came"))
    return lines


def _sum_of_rewards(rewards: list[float], gamma: float, total: float) -> str:
    terms = [plain(rewards[0])]
    for power, reward in enumerate(rewards[1:], 1):
        terms.append(" × ".join([plain(gamma**power), bracketed(plain(reward))]))
    written = equals("R", joined(terms), plain(total))
    if len(written) <= LONGEST_SUM:
        return written
    return filled(_("R = {n} discounted rewards = {total:.4g}"), n=len(rewards), total=total)


def end_lines(facts: StepFacts, row: int) -> list[str]:
    """Say whether anything follows a row's window."""
    update = facts.trace.update
    if update["window_terminated"][row]:
        return [_("The episode ended there: nothing follows.")]
    if facts.params.gamma == 0:
        return [_("γ = 0: what follows counts nothing.")]
    if update["window_truncated"][row]:
        return [_("Cut off by time: what follows still counts.")]
    return []


def target_result(facts: StepFacts, row: int, next_value: str) -> str:
    """Write y = r + γ v with the numbers of a row put in; y = r where nothing follows."""
    update = facts.trace.update
    first = plain(float(update["returns"][row]))
    target = number(float(update["target"][row]))
    discount = float(update["discounts"][row])
    if discount == 0:
        return equals("y", "r" if update["window_lengths"][row] == 1 else "R", target)
    return equals("y", joined([first, " × ".join([plain(discount), bracketed(next_value)])]), target)
