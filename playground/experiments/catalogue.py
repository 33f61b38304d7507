"""The experiments of `playground bench`.

To add one, add a line here and a line in cli/parser.py.
"""

from __future__ import annotations

from playground.experiments.experiment import Experiment
from playground.experiments.learning import LEARNING
from playground.experiments.value_gap import VALUE_GAP

EXPERIMENTS: dict[str, Experiment] = {experiment.name: experiment for experiment in (LEARNING, VALUE_GAP)}
