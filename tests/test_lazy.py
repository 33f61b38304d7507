"""What the form and the command line read costs no import of torch or Gymnasium."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from playground.lazy import lazy_import

ROOT = Path(__file__).parent.parent
READ_EVERYTHING = """
import importlib, pkgutil, sys
import playground.agents, playground.engine
from playground.agents.base import ALGORITHMS
from playground.engine.presets.catalogue import PRESETS
from playground.hyper import hypers, parse_assignment
for package in (playground.agents, playground.engine):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
for preset in PRESETS:
    settings = preset.settings()
    params = settings.learner.params()
    texts = [record.doc + record.format(record.default) for record in hypers(params)]
    settings.with_values(dict([parse_assignment(params, "gamma=0.5")]))
    card = settings.card
print(sorted({"torch", "gymnasium", "pygame", "PySide6"} & set(sys.modules)), len(texts) > 10)
"""


def test_reading_every_algorithm_preset_and_environment_imports_nothing_slow():
    result = subprocess.run(
        [sys.executable, "-c", READ_EVERYTHING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[] True"


def test_a_lazy_module_is_the_module_once_it_is_used():
    import colorsys

    lazy = lazy_import("colorsys")
    assert lazy.rgb_to_hsv is colorsys.rgb_to_hsv
    assert "rgb_to_hsv" in vars(lazy)  # from now on without a detour


def test_the_module_itself_takes_the_place_of_its_stand_in_at_the_first_use():
    import colorsys

    asking = {"lazy_import": lazy_import}
    exec("late = also_late = lazy_import('colorsys')", asking)
    stand_in = asking["late"]
    assert stand_in is not colorsys
    exec("used = also_late.rgb_to_hsv", asking)
    assert asking["late"] is asking["also_late"] is colorsys
    assert stand_in.hsv_to_rgb is colorsys.hsv_to_rgb  # for who still holds it


def test_what_a_lazy_module_lacks_is_missing_as_in_any_other():
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = lazy_import("colorsys").no_such_thing


def test_a_lazy_module_that_does_not_exist_says_so_when_it_is_used():
    lazy = lazy_import("playground.no_such_module")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        _ = lazy.anything
