"""RL Playground: train, tune, step through and replay reinforcement learning."""

__version__ = "0.1.0"
