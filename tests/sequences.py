"""Settings of Hypothesis for sequences: repeatable by default, nothing written."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings


def sequences(n: int, n_steps: int, *, same: bool = True) -> settings:
    """Return how to make `n` sequences of up to `n_steps` things done.

    One that fails is told as it was found: to shrink it would take its time many times over.
    """
    return settings(
        max_examples=n,
        stateful_step_count=n_steps,
        derandomize=same,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
