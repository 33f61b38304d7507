"""Columns of the minibatch that policy gradients share."""

from __future__ import annotations

from playground.i18n import N_

COLUMNS = (  # of each step that was learned from
    ("value", N_("value of the state"), "V(s)"),
    ("target", N_("return"), "R"),
    ("advantage", N_("advantage"), "A"),
    ("log_probability", N_("log-probability"), "log π"),
)
