"""What a command that needs a window asks for; `__main__` opens it, for nothing here imports Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenWindow:
    """Open the window, with a policy to replay from `seed` if there is a `file`."""

    file: str | None = None
    seed: int | None = None
