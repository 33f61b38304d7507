"""Equations of cards read back, and the networks of a trace in torch: what the tests hold the cards against."""

from __future__ import annotations

import re

import numpy as np
import torch

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.inputs import NetworkInputs
from tests.agents.by_autograd import outputs_of

_TERM = r"\(?−?\d[\d.,]*(?:e−?\d+)?\)?"
_EXPRESSION = re.compile(rf"^{_TERM}(?: [+−×] {_TERM})*$")


def sides_of(equation):
    """The values of the sides of an equation that are numbers alone: y = 1 + 0.95 × 18.73 = 18.79."""
    sides = equation.split(" = ")
    return [value_of(side) for side in sides if _EXPRESSION.match(side)]


def value_of(expression):
    plain = expression.replace(",", "").replace("×", "*").replace("−", "-")
    assert re.fullmatch(r"[\d.e+\-*() ]+", plain), expression
    return float(eval(plain))


def assert_adds_up(equation):
    """All sides of an equation are the same, but for what rounding to three digits takes."""
    assert not re.search("[+−×] −", equation), equation
    values = sides_of(equation)
    assert values, equation
    for value in values:
        assert abs(value - values[-1]) <= 0.02 * max(1.0, abs(value)), equation


def network(flat, sizes, activation, observations, space, scaled):
    """Outputs (batch, outputs) of flat parameters (P,), for observations as the environment gave them."""
    inputs = NetworkInputs(space, scaled=scaled)(observations)
    return outputs_of(flat, Architecture(sizes, activation), torch.from_numpy(np.ascontiguousarray(inputs)).double())


def parameters(trace, name="parameters"):
    return torch.from_numpy(trace.update[name]).double()


def close(found, expected, tolerance=2e-4):
    expected = expected.detach().numpy() if isinstance(expected, torch.Tensor) else np.asarray(expected)
    np.testing.assert_allclose(np.asarray(found), expected, rtol=tolerance, atol=tolerance)
    return True
