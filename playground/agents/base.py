"""What every algorithm shares: the hyperparameters of any run and the Agent protocol."""

from __future__ import annotations

from dataclasses import dataclass

from playground.hyper import hyper
from playground.i18n import N_


@dataclass
class CommonParams:
    """Hyperparameters that every run has, whatever the algorithm."""

    steps_per_episode: int = hyper(
        500, low=1, high=100_000, slider=(10, 1000), unit=N_("steps"),
        doc=N_("The time limit. An episode that reaches it is cut off (truncated): it did not fail, so its last state still has a value."),
    )  # fmt: skip
    run_length: int = hyper(
        50_000, low=1, high=100_000_000, slider=(1_000, 1_000_000), log=True, unit=N_("steps"),
        doc=N_("How many environment steps the run is meant to last. Schedules are spread over it and then keep their last value; you may go on beyond it."),
    )  # fmt: skip
    seed: int = hyper(
        1, low=0, high=2**31 - 1, slider=(0, 100), live=False,
        doc=N_("Where all dice of the run start. The same seed, settings and changes give the same run, bit for bit."),
    )  # fmt: skip

    def check(self) -> None:
        """Raise HyperError where values that are allowed one by one do not go together."""
