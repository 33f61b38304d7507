"""Each number on a card of REINFORCE, A2C, PPO and DDPG, found again by torch and by hand from the transitions."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.ddpg.params import critic_sizes
from playground.agents.ddpg.params import layer_sizes as actor_sizes
from playground.agents.loop import StepFacts
from playground.agents.nn.architecture import Architecture
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.policy_gradient.params import layer_sizes
from tests.agents.by_autograd import outputs_of
from tests.agents.loops.recomputed import assert_adds_up, close, network, parameters, sides_of
from tests.agents.loops.traced import session_of, step, steps

CONTINUOUS = "Pendulum-v1"
CASES = [
    ("a2c", {}, "CartPole-v1"),
    ("a2c", {"gae_lambda": 0.9, "normalize_advantages": "on", "reward_scale": 0.1}, "CartPole-v1"),
    ("a2c", {"entropy_coefficient": 0.02, "gradient_clip": 0.05}, CONTINUOUS),
    ("ppo", {}, "CartPole-v1"),
    ("ppo", {"normalize_advantages": "off", "entropy_coefficient": 0.02, "clip_range": 0.001}, "CartPole-v1"),
    ("ppo", {"n_epochs": 1, "batch_size": 64, "reward_scale": 0.1}, CONTINUOUS),
    ("reinforce", {}, "CartPole-v1"),
    ("reinforce", {"baseline": "off", "episodes_per_update": 2, "entropy_coefficient": 0.02}, "CartPole-v1"),
    ("reinforce", {"steps_per_episode": 6, "reward_scale": 0.1}, CONTINUOUS),
    ("reinforce", {"steps_per_episode": 6, "baseline": "off"}, CONTINUOUS),
]


@pytest.fixture(params=CASES, ids=lambda case: " ".join([case[0], case[2], *case[1]]))
def run(request):
    algorithm, changes, environment = request.param
    return session_of(algorithm, changes, environment)


def tell(run, facts, name, row=None):
    explainer = run.settings.learner.make_explainer()
    (stage,) = (stage for stage in explainer.stages(facts.params, facts.space) if stage.name == name)
    return explainer.tell(stage, StepFacts(facts.params, facts.space, facts.actions, trace=facts.trace, chosen=row))


class Policies:
    """Actor and critic of one update in torch, from the parameters that it began with."""

    def __init__(self, facts):
        self.facts, self.params, self.space = facts, facts.params, facts.space
        self.both = parameters(facts.trace).requires_grad_()
        mean = layer_sizes(self.params, self.space)
        self.n = mean[-1]
        self.sizes = (*mean[:-1], 2 * self.n if self.space.is_continuous else self.n)

    def outputs(self, which, observations):
        scaled = self.params.scale_observations == "on"
        return network(self.both[which], self.sizes, "tanh", observations, self.space, scaled)

    def values(self, observations):
        return self.outputs(1, observations)[:, 0]

    def distribution(self, observations):
        outputs = self.outputs(0, observations)
        if not self.space.is_continuous:
            return torch.distributions.Categorical(logits=outputs)
        return torch.distributions.Independent(
            torch.distributions.Normal(outputs[:, : self.n], outputs[:, self.n :].exp()), 1
        )

    def loss(self, advantage, target, old=None):
        """The loss of the minibatch of the update, as the papers write it."""
        params, minibatch = self.params, self.facts.trace.minibatch
        chances = self.distribution(minibatch.observations)
        log_p = chances.log_prob(torch.from_numpy(minibatch.actions))
        gain = log_p * advantage
        if old is not None:
            ratio = (log_p - old).exp()
            low, high = 1 - params.clip_range, 1 + params.clip_range
            gain = torch.minimum(ratio * advantage, ratio.clamp(low, high) * advantage)
        loss = -gain.mean() - params.entropy_coefficient * chances.entropy().mean()
        if getattr(params, "baseline", "on") == "on":
            loss = loss + params.value_coefficient * ((target - self.values(minibatch.observations)) ** 2).mean()
        return log_p, loss


def learned(run, n=3):
    """The facts of the next n steps that learned."""
    found = []
    while len(found) < n:
        facts = step(run)
        found += [facts] if facts.trace.n_updates else []
    return found


def by_hand(policies, facts):
    """Advantage and return of each row of a rollout, row by row from the last, as one would with a pencil."""
    params, minibatch, trace = facts.params, facts.trace.minibatch, facts.trace
    n = params.n_environments
    order = np.argsort(trace.update["positions"])
    reward, over = minibatch.rewards * params.reward_scale, minibatch.terminated | minibatch.truncated
    with torch.no_grad():
        value, after = (
            policies.values(minibatch.observations).numpy(),
            policies.values(minibatch.next_observations).numpy(),
        )
    advantage, target = {}, {}
    baseline, lam = getattr(params, "baseline", None), getattr(params, "gae_lambda", 1.0)
    for place in range(len(order) - 1, -1, -1):
        row = order[place]
        later = order[place + n] if place + n < len(order) else None
        if baseline is not None:  # REINFORCE
            following = after[row] if baseline == "on" else 0.0
            following = 0.0 if minibatch.terminated[row] else following if over[row] else target[later]
            target[row] = reward[row] + params.gamma * following
            advantage[row] = target[row] - (value[row] if baseline == "on" else 0.0)
            continue
        delta = reward[row] + params.gamma * (0 if minibatch.terminated[row] else after[row]) - value[row]
        goes_on = later is not None and not over[row]
        advantage[row] = delta + (params.gamma * lam * advantage[later] if goes_on else 0.0)
        target[row] = advantage[row] + value[row]
    rows = range(len(order))
    return np.array([advantage[row] for row in rows]), np.array([target[row] for row in rows])


def test_chances_and_values_are_those_of_the_networks(run):
    facts = learned(run, 1)[0]
    trace = facts.trace
    if facts.params.__class__.__name__ == "PPOParams" and trace.n_updates > 1:
        return  # the networks have learned many times since the action
    policies = Policies(facts)
    chances = policies.distribution(trace.observation[None])
    shown = chances.base_dist.loc[0] if facts.space.is_continuous else chances.probs[0]
    close(trace.values, shown)
    close(trace.details["value"], policies.values(trace.observation[None])[0])
    close(trace.details["log_probability"], chances.log_prob(torch.tensor(np.array([trace.action])))[0])


def test_advantages_and_returns_are_those_of_a_pencil(run):
    for facts in learned(run):
        update, policies = facts.trace.update, Policies(facts)
        if facts.trace.n_updates == 1:  # of more, the first ones changed the critic that valued the rollout
            advantage, target = by_hand(policies, facts)
            raw = "advantage" if "raw_advantage" not in update else "raw_advantage"
            close(update[raw], advantage, 1e-3)
            close(update["target"], target, 1e-3)
        if update.get("normalised"):
            assert abs(update["advantage"].mean()) < 1e-5
            assert update["advantage"].std(ddof=1) == pytest.approx(1.0, rel=1e-3)


def test_losses_and_gradients_are_those_of_autograd(run):
    for facts in learned(run):
        update, policies = facts.trace.update, Policies(facts)
        advantage, target = (torch.from_numpy(update[name]).double() for name in ("advantage", "target"))
        old = torch.from_numpy(update["old_log_probability"]).double() if "ratio" in update else None
        log_p, loss = policies.loss(advantage, target, old)
        close(update["log_probability"], log_p)
        close(update["loss"], loss, 1e-3)
        if old is not None:
            close(update["ratio"], (log_p - old).exp())
        loss.backward()
        gradient = policies.both.grad
        if facts.space.is_continuous:  # the spreads depend on no state: their weights are none
            last = policies.sizes[-2] * policies.sizes[-1]
            begin = gradient.shape[1] - last - policies.sizes[-1]
            gradient[0, begin + policies.n * policies.sizes[-2] : begin + last] = 0
        close(update["gradient_norm"], gradient.norm(), 1e-3)


def test_the_first_step_down_is_that_of_torch(run):
    facts = learned(run, 1)[0]
    if facts.trace.n_updates > 1:
        return  # its moments are of the updates before
    policies, update, params = Policies(facts), facts.trace.update, facts.params
    advantage, target = (torch.from_numpy(update[name]).double() for name in ("advantage", "target"))
    old = torch.from_numpy(update["old_log_probability"]).double() if "ratio" in update else None
    _log_p, loss = policies.loss(advantage, target, old)
    loss.backward()
    if facts.space.is_continuous:
        last = policies.sizes[-2] * policies.sizes[-1]
        begin = policies.both.shape[1] - last - policies.sizes[-1]
        policies.both.grad[0, begin + policies.n * policies.sizes[-2] : begin + last] = 0
    if params.gradient_clip is not None:
        torch.nn.utils.clip_grad_norm_([policies.both], params.gradient_clip)
    kind, epsilon = run.agent.optimizer
    optimizers = {"adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}
    before = policies.both.detach().clone()
    optimizers[kind]([policies.both], lr=params.learning_rate, eps=epsilon).step()
    close(update["moved"], (policies.both - before).norm(), 2e-3)
    log_p, _loss = policies.loss(advantage, target, old)
    close(update["log_probability_after"], log_p, 2e-3)


def test_the_equations_of_every_row_add_up(run):
    explainer = run.settings.learner.make_explainer()
    for facts in learned(run):
        update = facts.trace.update
        names = [stage.name for stage in explainer.stages(facts.params, facts.space)]
        for row in range(len(update["target"])):
            for name in {"advantage", "returns", "loss", "ratio"} & set(names):
                text = tell(run, facts, name, row)
                assert_adds_up(text.result)
                for line in text.lines:
                    if line.partition(" = ")[0] in ("δ", "r", "R − V(s)", "−A · log π", "ρ · A", "log π − log π_old"):
                        assert_adds_up(line)
            if "returns" in names:
                assert sides_of(tell(run, facts, "returns", row).result)[-1] == pytest.approx(
                    update["target"][row], abs=0.006
                )
            elif "advantage" in names:
                shown = sides_of(tell(run, facts, "advantage", row).result)[-1]
                assert shown == pytest.approx(update["raw_advantage"][row], abs=0.006)
            ended = update["terminated"][row]
            first = "returns" if "returns" in names else "advantage"
            assert ("The episode ended there: nothing follows." in tell(run, facts, first, row).lines) == ended
            assert ended == facts.trace.minibatch.terminated[row]


def test_a_step_without_learning_says_what_it_waits_for():
    run = session_of("a2c", {"rollout_steps": 3}, "CartPole-v1")
    facts = steps(run, 2)[-1]
    assert tell(run, facts, "loss").why_not == "The rollout is not full: 2 of 3 steps."
    run = session_of("reinforce", {"episodes_per_update": 2, "steps_per_episode": 3}, "CartPole-v1")
    facts = steps(run, 4)[-1]
    assert tell(run, facts, "loss").why_not == "It waits for ends: 1 of 2 episodes ended."


def test_the_die_falls_where_the_action_lies():
    run = session_of("a2c", environment="CartPole-v1")
    for facts in steps(run, 20):
        trace = facts.trace
        line = tell(run, facts, "choose").lines[0]
        low, high = (float(number) for number in line.partition("from ")[2].split(" to "))
        assert low - 0.001 <= trace.die <= high + 0.001
        assert high - low == pytest.approx(trace.values[trace.action], abs=0.002)


DDPG = [
    {},
    {"twin_critics": "on", "target_noise": 0.0, "n_steps": 3},
    {"twin_critics": "on", "policy_delay": 2, "target_noise": 0.2, "gradient_clip": 0.1},
    {"scale_observations": "on", "gamma": 0.5},
]


@pytest.mark.parametrize("changes", DDPG, ids=lambda case: " ".join(case) or "plain")
def test_ddpg_targets_errors_and_slopes_are_those_of_autograd(changes):
    run = session_of("ddpg", {"target_noise": 0.0, **changes}, CONTINUOUS)
    moved, told = 0, learned(run, 6)
    for facts in told:
        params, space, trace = facts.params, facts.space, facts.trace
        update, minibatch, scaled = trace.update, trace.minibatch, params.scale_observations == "on"
        ((low, high),) = space.action_bounds
        actions = torch.from_numpy((minibatch.actions - low) * 2 / (high - low) - 1).double()

        def critic(flat, observations, actions, space=space, params=params, scaled=scaled):
            inputs = torch.from_numpy(NetworkInputs(space, scaled=scaled)(observations)).double()
            return outputs_of(flat, Architecture(critic_sizes(params, space)), torch.cat([inputs, actions], 1))[:, 0]

        def actor(flat, observations, space=space, params=params, scaled=scaled):
            return torch.tanh(network(flat, actor_sizes(params, space), "relu", observations, space, scaled))

        critics, targets = parameters(trace).requires_grad_(), parameters(trace, "target_parameters")
        actor_flat = parameters(trace, "actor_parameters")[0].requires_grad_()
        after = np.stack(
            [
                run.log.read(p + length - 1, p + length)[0][3:6]
                for p, length in zip(update["positions"], update["window_lengths"], strict=True)
            ]
        )
        next_action = actor(parameters(trace, "actor_target_parameters")[0], after).detach()
        if params.target_noise:
            assert np.abs(update["next_action"].T - next_action.numpy()).max() <= params.target_noise_clip + 1e-5
            next_action = torch.from_numpy(update["next_action"].T).double()
        else:
            close(update["next_action"].T, next_action)
        following = torch.stack([critic(flat, after, next_action) for flat in targets])
        y = torch.from_numpy(update["returns"]) + torch.from_numpy(update["discounts"]) * following.min(0).values
        q = torch.stack([critic(flat, minibatch.observations, actions) for flat in critics])
        loss = ((q - y) ** 2).sum(0).mean()
        close(update["target"], y, 1e-3)
        close(update["next_q_values"], following, 1e-3)
        close(update["q_values"], q, 1e-3)
        close(update["td_error"], q - y, 1e-3)
        close(update["loss"], loss, 1e-3)
        loss.backward()
        close(update["gradient_norm"], critics.grad.norm(), 1e-3)
        for row in range(len(y)):
            for name in ("target", "loss"):
                assert_adds_up(tell(run, facts, name, row).result)
            assert sides_of(tell(run, facts, "target", row).result)[-1] == pytest.approx(float(y[row]), abs=0.02)
            assert bool(tell(run, facts, "climb", row).why_not) == ("action_gradient" not in update)
        if "action_gradient" in update:
            moved += 1
            close(update["policy"].T, actor(actor_flat, minibatch.observations))
        if facts is told[0]:  # the moments of the optimiser begin here
            if params.gradient_clip is not None:
                torch.nn.utils.clip_grad_norm_([critics], params.gradient_clip)
            before = critics.detach().clone()
            torch.optim.Adam([critics], lr=params.learning_rate).step()
            close(update["moved"], (critics - before).norm(), 1e-3)
            close(update["q_after"], critic(critics[0], minibatch.observations, actions), 1e-3)
    assert moved == (6 if params.policy_delay == 1 else 3)


def test_ddpg_climbs_the_slope_that_autograd_finds():
    run = session_of("ddpg", {"learning_rate": 1e-9}, CONTINUOUS)  # so small that the critic stays as it was
    facts = learned(run, 1)[0]
    params, space, update = facts.params, facts.space, facts.trace.update
    scaled = params.scale_observations == "on"
    inputs = torch.from_numpy(NetworkInputs(space, scaled=scaled)(facts.trace.minibatch.observations)).double()
    flat = parameters(facts.trace, "actor_parameters")[0].requires_grad_()
    policy = torch.tanh(outputs_of(flat, Architecture(actor_sizes(params, space)), inputs))
    policy.retain_grad()
    critic = parameters(facts.trace)[0]
    q = outputs_of(critic, Architecture(critic_sizes(params, space)), torch.cat([inputs, policy], 1))[:, 0]
    (-q.mean()).backward()
    close(update["actor_loss"], -q.mean())
    close(update["action_gradient"].T, -len(q) * policy.grad)
    close(update["actor_gradient_norm"], flat.grad.norm())
    assert torch.from_numpy(update["policy_after"].T).double().shape == policy.shape
    close(update["policy_after"].T, policy)


def test_ddpg_says_where_the_actor_went():
    run = session_of("ddpg", environment=CONTINUOUS)
    facts = learned(run, 1)[0]
    params, space, update = facts.params, facts.space, facts.trace.update
    observations = facts.trace.minibatch.observations
    actor = np.stack([run.agent.look(observation) for observation in observations])  # after the step, in its units
    ((_low, high),) = space.action_bounds
    close(update["policy_after"].T * high, actor)
    text = tell(run, facts, "climb", 0)
    before, after = (float(word.replace("−", "-")) for word in text.result.removeprefix("μ(s) ").split(" → "))
    close([before, after], [update["policy"][0, 0] * high, actor[0, 0]], 1e-2)
    assert params.policy_delay == 1
