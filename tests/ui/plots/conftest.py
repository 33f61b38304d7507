"""A panel of plots in a window of its own."""

from __future__ import annotations

import pytest

from playground.ui.plots.panel import PlotsPanel
from playground.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp):
    return Theme("light")


@pytest.fixture
def panel(qtbot, theme):
    panel = PlotsPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(380, 520)
    panel.show()
    return panel
