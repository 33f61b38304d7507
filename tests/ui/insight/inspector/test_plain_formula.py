"""Formulas in plain characters, for those who hear them and until they are typeset."""

from __future__ import annotations

import pytest

from playground.ui.insight.inspector.plain_formula import plain_formula
from tests.agents.loops.traced import ALGORITHMS, combinations, session_of


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"y = r + \gamma \max_{a'} Q^{-}(s', a')", "y = r + γ max_a' Q⁻(s', a')"),
        (r"L = \frac{1}{n} \sum_{i} \delta_i^2", "L = 1/n Σ_i δ_i^2"),
        (r"\theta^{-} \leftarrow \theta^{-} + \tau (\theta - \theta^{-})", "θ⁻ ← θ⁻ + τ (θ − θ⁻)"),
        (r"a' = \mu'(s')", "a' = μ'(s')"),
        (r"\pi(a \mid s; \theta)", "π(a | s; θ)"),
    ],
)
def test_a_formula_is_written_as_in_a_letter(latex, plain):
    assert plain_formula(latex) == plain


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_of_latex_is_left_in_any_formula(algorithm):
    session = session_of(algorithm)
    for changes in combinations(algorithm):
        settings = session.settings.with_values(changes)
        for stage in settings.learner.make_explainer().stages(settings.params, settings.space):
            assert not set("\\{}$") & set(plain_formula(stage.formula)), stage.formula
