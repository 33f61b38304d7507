"""Formulas in plain characters: to be heard, and until they are typeset."""

from __future__ import annotations

import re

_SIGNS = {
    "alpha": "α",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "theta": "θ",
    "lambda": "λ",
    "mu": "μ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "nabla": "∇",
    "partial": "∂",
    "sum": "Σ",
    "leftarrow": "←",
    "cdot": "·",
    "dots": "…",
    "mid": "|",
    "sim": "~",
    "quad": " ",
}
_FRACTION = re.compile(r"\\frac\s*\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_NAME = re.compile(r"\\([A-Za-z]+)\s*")


def plain_formula(latex: str) -> str:
    """Return a formula as in a letter: y = r + γ max_a' Q⁻(s', a')."""
    text = _FRACTION.sub(r"\1/\2", latex).replace("^{-}", "⁻")
    text = _NAME.sub(lambda found: f" {_SIGNS.get(found[1], found[1])} ", text)
    text = re.sub(r"[{}]", "", text)
    text = re.sub(r"\s+([_^,)])", r"\1", text)
    text = re.sub(r"([(_^])\s+", r"\1", text)
    text = re.sub(r"([α-ω]) +(['⁻])", r"\1\2", text)
    text = re.sub(r"([μπ]'?) +\(", r"\1(", text)
    return " ".join(text.split()).replace("-", "−").replace("− min", "−min")
