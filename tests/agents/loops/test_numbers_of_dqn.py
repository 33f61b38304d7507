"""Each number on a card of DQN and of the table, found again from the transitions alone: by torch and by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.dqn.params import layer_sizes
from playground.agents.loop import StepFacts
from tests.agents.loops.recomputed import assert_adds_up, close, network, parameters, sides_of
from tests.agents.loops.traced import session_of, step, steps

CASES = [
    {},
    {"double": "on", "scale_observations": "on"},
    {"dueling": "on", "double": "on"},
    {"n_steps": 3, "reward_on_termination": -10.0},
    {"prioritized": "on", "loss": "huber", "reward_on_termination": -50.0},
    {"target_network": "off", "n_steps": 2},
    {"mirror": "on", "n_steps": 3, "target_tau": 0.1, "target_unit": "updates"},
    {"replay": "off", "n_steps": 2, "optimizer": "rmsprop"},
    {"gradient_clip": 0.05, "gamma": 0.5},
]


class Twin:
    """The networks of one step of DQN in torch, from the parameters that its update began with."""

    def __init__(self, session, facts):
        self.session, self.facts, self.params = session, facts, facts.params
        self.flat = parameters(facts.trace).requires_grad_()
        self.target_flat = parameters(facts.trace, "target_parameters")

    def q(self, flat, observations):
        sizes = layer_sizes(self.params, self.facts.space)
        dueling = self.params.dueling == "on"
        sizes = (*sizes[:-1], sizes[-1] + 1) if dueling else sizes
        scaled = self.params.scale_observations == "on"
        outputs = network(flat, sizes, "relu", observations, self.facts.space, scaled)
        if not dueling:
            return outputs
        advantages, value = outputs[:, :-1], outputs[:, -1:]
        return value + advantages - advantages.mean(1, keepdim=True)

    def windows(self):
        """Observation, action, return, discount and what follows of each row, by going through the log."""
        params, mirror = self.params, self.facts.space.mirror
        minibatch, update = self.facts.trace.minibatch, self.facts.trace.update
        n = self.session.log.observation_size
        for row, position in enumerate(update["positions"]):
            total, discount, ended = 0.0, 1.0, False
            for later in self.session.log.read(position, min(position + params.n_steps, self.session.log.n_rows)):
                reward, terminated, truncated = later[-3:]
                if terminated and params.reward_on_termination is not None:
                    reward = params.reward_on_termination
                total, discount, ended = total + discount * reward, discount * params.gamma, bool(terminated)
                if terminated or truncated:
                    break
            observation, after = minibatch.observations[row], later[n : 2 * n]
            action = int(minibatch.actions[row])
            if minibatch.mirrored[row]:
                signs = np.where(mirror.flips, -1, 1).astype(np.float32)
                observation, after, action = observation * signs, after * signs, mirror.actions[action]
            yield observation, action, total, 0.0 if ended else discount, after

    def loss(self):
        """Targets, Q(s, a) and the loss, with its gradient to come."""
        observations, actions, returns, discounts, after = map(np.array, zip(*self.windows(), strict=True))
        with torch.no_grad():
            target_flat = self.flat if self.params.target_network == "off" else self.target_flat
            following = self.q(target_flat, after)
            chooses = self.params.double == "on" and self.params.target_network == "on"
            chosen = (self.q(self.flat, after) if chooses else following).argmax(1)
            value = following.gather(1, chosen[:, None])[:, 0]
            y = torch.from_numpy(returns) + torch.from_numpy(discounts) * value
        taken = self.q(self.flat, observations).gather(1, torch.from_numpy(actions)[:, None])[:, 0]
        function = torch.nn.functional.huber_loss if self.params.loss == "huber" else torch.nn.functional.mse_loss
        each = function(taken, y, reduction="none")
        weights = self.facts.trace.update["weights"]
        return y, taken, (each if weights is None else each * torch.from_numpy(weights).double()).mean()


@pytest.fixture(params=CASES, ids=lambda case: " ".join(case) or "plain")
def run(request):
    changes = {"updates_per_training": 1, "target_period": 3, **request.param}
    return session_of("dqn", changes, environment="CartPole-v1")


def tell(run, facts, name):
    explainer = run.settings.learner.make_explainer()
    (stage,) = (stage for stage in explainer.stages(facts.params, facts.space) if stage.name == name)
    return explainer.tell(stage, facts)


def test_values_targets_errors_and_gradients_are_those_of_autograd(run):
    n_learned = 0
    for facts in steps(run, 40):
        trace = facts.trace
        if not trace.n_updates:
            continue
        n_learned += 1
        twin, update = Twin(run, facts), trace.update
        close(trace.values, twin.q(twin.flat, trace.observation[None])[0])
        y, taken, loss = twin.loss()
        close(update["target"], y)
        close(update["q_taken"], taken)
        close(update["td_error"], taken - y)
        close(update["loss"], loss)
        loss.backward()
        close(update["gradient_norm"], twin.flat.grad.norm())
    assert n_learned > 20


def test_the_first_step_down_is_that_of_torch_and_moves_q_as_the_card_says(run):
    facts = next(facts for facts in iter(lambda: step(run), None) if facts.trace.n_updates)
    twin, params = Twin(run, facts), facts.params
    _y, _taken, loss = twin.loss()
    loss.backward()
    if params.gradient_clip is not None:
        torch.nn.utils.clip_grad_norm_([twin.flat], params.gradient_clip)
    kinds = {"adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}
    before = twin.flat.detach().clone()
    kinds[params.optimizer]([twin.flat], lr=params.learning_rate).step()
    close(facts.trace.update["moved"], (twin.flat - before).norm(), 1e-3)
    _y, taken, _loss = twin.loss()
    close(facts.trace.update["q_after"], taken, 1e-3)


def test_the_equations_of_every_row_add_up_and_end_in_the_numbers_of_the_row(run):
    for facts in steps(run, 30)[-4:]:
        update = facts.trace.update
        for row in range(len(update["target"])):
            chosen = StepFacts(facts.params, facts.space, facts.actions, trace=facts.trace, chosen=row)
            target, loss = tell(run, chosen, "target"), tell(run, chosen, "loss")
            assert_adds_up(target.result)
            assert_adds_up(loss.result)
            assert sides_of(target.result)[-1] == pytest.approx(update["target"][row], abs=0.006)
            assert sides_of(loss.result)[-1] == pytest.approx(update["td_error"][row], abs=0.006)
            for line in target.lines:
                if line.startswith("R = ") and "rewards" not in line:
                    assert_adds_up(line)
                    assert sides_of(line)[-1] == pytest.approx(update["returns"][row], rel=1e-3)
            ends = "The episode ended there: nothing follows." in target.lines
            assert ends == bool(update["window_terminated"][row])
            assert target.result.startswith(("y = r", "y = R")) == ends


def test_this_steps_own_transition_is_told_where_it_was_drawn_else_a_row_of_memory():
    run = session_of("dqn", {"batch_size": 8}, environment="CartPole-v1")
    told = [facts for facts in steps(run, 60) if facts.trace.n_updates]
    own = [facts for facts in told if facts.trace.minibatch.own is not None]
    assert 0 < len(own) < len(told)
    for facts in told:
        line = tell(run, facts, "target").lines[0]
        if facts in own:
            assert line == f"of step {facts.trace.step}: this very step, drawn"
        else:
            assert line == f"of step {facts.trace.minibatch.steps[0]}: drawn from memory"


def test_the_die_is_told_as_it_fell():
    run = session_of("dqn", {"epsilon": 0.5}, environment="CartPole-v1")
    for facts in steps(run, 20):
        text, trace = tell(run, facts, "choose"), facts.trace
        assert ("explores" in text.lines[0]) == (trace.die < trace.before["epsilon"]) == trace.explored
        assert text.result == f"a = {facts.actions[trace.action]}"


def test_a_step_without_learning_says_why():
    why = {
        "Learning starts at step 20.": {"learning_starts": 20},
        "A minibatch needs 16 stored; so far 7.": {"batch_size": 16},
        "It learns every 4 steps; this is none.": {"train_every": 4, "batch_size": 1},
    }
    for words, changes in why.items():
        run = session_of("dqn", changes, environment="CartPole-v1")
        facts = steps(run, 7)[-1]
        for name in ("draw", "target", "loss", "descend"):
            text = tell(run, facts, name)
            assert (text.why_not, text.lines) == (words, ())


def test_the_copy_is_told_when_it_is_made_and_when_it_comes():
    run = session_of("dqn", {"target_period": 3, "target_unit": "steps"}, environment="CartPole-v1")
    told = [tell(run, facts, "copy") for facts in steps(run, 6)]
    assert [text.result for text in told] == ["", "", "copied in this step"] * 2
    assert "steps to go: 2" in told[0].lines
    assert "steps to go: 1" in told[1].lines


@pytest.mark.parametrize("environment", ["CartPole-v1", "GridWorld-v1"])
def test_the_table_is_moved_as_its_cards_say(environment):
    run = session_of("q-table", environment=environment)
    before = run.agent.weights()["q.table"]
    n_ended = 0
    for facts in steps(run, 1) + [step(run) for _ in range(150)]:
        trace, params = facts.trace, facts.params
        cell, after = trace.update["cell"], trace.update["next_cell"]
        following = 0.0 if trace.terminated else float(before[after].max())
        y = trace.reward + params.gamma * following
        learned = before[cell][trace.action] + params.learning_rate * (y - before[cell][trace.action])
        close(trace.values, before[cell])
        close(trace.update["target"], [y])
        close(trace.update["learned"], learned)
        for name in ("target", "loss", "descend"):
            assert_adds_up(tell(run, facts, name).result)
        assert sides_of(tell(run, facts, "descend").result)[-1] == pytest.approx(learned, abs=0.006)
        n_ended += trace.terminated
        assert tell(run, facts, "target").result.startswith("y = r") == trace.terminated
        before[cell][trace.action] = np.float32(trace.update["learned"])
    np.testing.assert_array_equal(before, run.agent.weights()["q.table"])
    assert n_ended
