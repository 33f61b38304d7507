"""Settings of a lesson's runs, made of those of its head and of a page."""

from __future__ import annotations

from playground.engine.run.settings import Settings
from playground.hyper import hypers


def settings_with(settings: Settings, values: dict[str, object]) -> Settings:
    """Return settings with values set by name, of the algorithm or of the environment.

    Raises a PlaygroundError for a name or value that they do not take.
    """
    of_environment = {
        name: value for name, value in values.items() if name in hypers(settings.environment_params).names()
    }
    own = {name: value for name, value in values.items() if name not in of_environment}
    changed = settings.with_values(own)
    return changed.with_environment(of_environment) if of_environment else changed
