"""Small learners of REINFORCE, A2C and PPO on transitions that a test writes itself, and the same networks in torch."""

from __future__ import annotations

import itertools
from contextlib import contextmanager

import numpy as np
import torch

from playground.agents.a2c import params as a2c_params
from playground.agents.a2c.a2c import A2C
from playground.agents.base import Space
from playground.agents.nn.architecture import named_layers
from playground.agents.ppo import params as ppo_params
from playground.agents.ppo.ppo import PPO
from playground.agents.reinforce import params as reinforce_params
from playground.agents.reinforce.reinforce import REINFORCE
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng

DISCRETE = Space((2.0, 0.5), 3)
CONTINUOUS = Space((2.0, 0.5), 0, action_bounds=((-1.0, 1.0), (-2.0, 2.0)))
KINDS = {
    "reinforce": (REINFORCE, reinforce_params.REINFORCEParams),
    "a2c": (A2C, a2c_params.A2CParams),
    "ppo": (PPO, ppo_params.PPOParams),
}
SMALL = {
    "a2c": {"n_environments": 3, "rollout_steps": 6},
    "ppo": {"n_environments": 3, "rollout_steps": 6, "n_epochs": 2, "batch_size": 7},
    "reinforce": {"episodes_per_update": 2},
}
PLAYED = 6  # steps of each environment that fill the rollout


def make(kind, space=DISCRETE, rng=None, **values):
    """A learner with two observations."""
    agent_class, params_class = KINDS[kind]
    params = params_class(**{"hidden_layers": (8, 8), "gamma": 0.9} | SMALL[kind] | values)
    log = TransitionLog(2, 100, action_size=space.action_size)
    return agent_class(params, space, log, rng or RunRng(params.seed)), log


def play(agent, log, n_calls=PLAYED, seed=5):
    """Act in random places, with episodes that end in every way; the last step ends them."""
    rng = np.random.default_rng(seed)
    for call in range(n_calls):
        observations, nexts = rng.normal(size=(2, agent.n_environments, 2)).astype(np.float32)
        decision = agent.act(observations)
        for sub_env, action in enumerate(decision.actions):
            terminated, truncated = rng.random() < 0.2, call in (2, n_calls - 1)
            log.append(observations[sub_env], action, 3 * float(rng.normal()), terminated, truncated, nexts[sub_env])
        if call < n_calls - 1:
            agent.end_step(n_episodes_ended=int(truncated))


def shake(agent, size=0.5):
    """Give it weights that are none of a beginner's: the policy's outputs begin near 0."""
    rng = np.random.default_rng(8)
    agent.load_weights(
        {
            name: array + size * rng.normal(size=array.shape).astype(np.float32)
            for name, array in agent.weights().items()
        }
    )


def gradient_of(agent):
    """The newest gradient, by the names in a policy file."""
    networks, shapes = agent._learner._networks, {name: array.shape for name, array in agent.weights().items()}
    found = {}
    for flat, prefix in zip(networks.gradient, ("policy", "value"), strict=True):
        for name, array in named_layers(networks.architecture, flat, prefix).items():
            found[name] = array[: shapes[name][0]]
            rest = array[shapes[name][0] :]  # of the last layer: what is nobody's, and the spreads, which are biases
            if "log_std" in shapes and prefix == "policy" and len(rest) and rest.ndim == 1:
                found["log_std"] = rest
            else:
                assert not rest.any()
    return found


class Torch(torch.nn.Module):
    """The same networks, read from what a policy file holds."""

    def __init__(self, agent):
        super().__init__()
        weights = agent.weights()
        self.policy, self.value = (self.stack(weights, prefix) for prefix in ("policy", "value"))
        self.log_std = None
        if "log_std" in weights:
            self.log_std = torch.nn.Parameter(torch.from_numpy(weights["log_std"]).double())

    @staticmethod
    def stack(weights, prefix):
        layers = []
        for number in itertools.count():
            if f"{prefix}.{number}.weight" not in weights:
                return torch.nn.Sequential(*layers[:-1])
            matrix, bias = (torch.from_numpy(weights[f"{prefix}.{number}.{part}"]) for part in ("weight", "bias"))
            layer = torch.nn.Linear(matrix.shape[1], matrix.shape[0], dtype=torch.float64)
            layer.weight.data.copy_(matrix)
            layer.bias.data.copy_(bias)
            layers += [layer, torch.nn.Tanh()]

    def distribution(self, observations):
        outputs = self.policy(observations)
        if self.log_std is None:
            return torch.distributions.Categorical(logits=outputs)
        return torch.distributions.Independent(torch.distributions.Normal(outputs, self.log_std.exp()), 1)

    def named(self):
        """The gradients by their names in a policy file."""
        found = {}
        for prefix, stack in (("policy", self.policy), ("value", self.value)):
            for number, layer in enumerate(layer for layer in stack if isinstance(layer, torch.nn.Linear)):
                for part in ("weight", "bias"):
                    gradient = getattr(layer, part).grad
                    found[f"{prefix}.{number}.{part}"] = torch.zeros(1) if gradient is None else gradient
        return found if self.log_std is None else found | {"log_std": self.log_std.grad}


@contextmanager
def autograd():
    """Let torch build graphs, which a thread that learns does without."""
    with torch.inference_mode(False), torch.enable_grad():
        yield
