"""The three kinds of files of the program, for Windows and macOS.

Linux reads packaging/linux/rl-playground.xml, which says the same and how to know such a file by its content.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of file."""

    name: str
    suffix: str  # without the dot
    title: str
    title_zh: str
    is_json: bool = False

    @property
    def mime(self) -> str:
        return f"application/x-rl-playground-{self.name}"


KINDS = (
    Kind("policy", "rlp", "Reinforcement learning policy", "强化学习策略"),
    Kind("session", "rls", "Reinforcement learning session", "强化学习会话"),
    Kind("recipe", "rlr", "Reinforcement learning recipe", "强化学习配方", is_json=True),
)
SHOWN_NAME = "RL Playground"
SHOWN_NAME_ZH = "强化学习游乐场"
