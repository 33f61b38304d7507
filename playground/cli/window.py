"""What a command that needs a window asks for; `__main__` opens it, for nothing here imports Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenWindow:
    """Open the window with `file`, if there is one: a policy to replay, from `seed`, or whatever else our files hold."""

    file: str | None = None
    seed: int | None = None
