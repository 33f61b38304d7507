"""Words for the policies of the gallery, in the language of the moment."""

from __future__ import annotations

from playground.agents.base import ALGORITHMS
from playground.envs.base import ENVIRONMENTS
from playground.hyper import hypers
from playground.i18n import N_, _
from playground.number_text import return_words, spread_words
from playground.store.gallery import GalleryPolicy

_AGES = {  # what each is called, in a title and by itself, and what that means
    "newborn": (
        N_("{environment}, newborn"),
        N_("Newborn, step {step}"),
        N_("It has learned nothing yet: its weights are as chance drew them."),
    ),
    "half-way": (
        N_("{environment}, half-way"),
        N_("Half-way, step {step}"),
        N_("It is about half-way from random actions to a solved task."),
    ),
    "solved": (
        N_("{environment}, solved"),
        N_("Solved, step {step}"),
        N_("It solves the task, from starts that were not used to choose it."),
    ),
    "forgotten": (
        N_("{environment}, forgotten"),
        N_("Forgotten, step {step}"),
        N_("It is the same training a while later: what could be done is lost again."),
    ),
}


def title(entry: GalleryPolicy) -> str:
    """Return which policy it is: "CartPole, solved"."""
    return _(_AGES[entry.age][0]).format(environment=_(ENVIRONMENTS.get(entry.environment).title))


def age(entry: GalleryPolicy) -> str:
    """Return how old it is: "Solved, step 15,000"."""
    return _(_AGES[entry.age][1]).format(step=f"{entry.step:,}")


def measured(entry: GalleryPolicy) -> str:
    """Return what it was measured to reach: "return 268.2 ± 144.4"."""
    return _("return {mean} ± {std}").format(mean=return_words(entry.mean), std=spread_words(entry.std, entry.mean))


def told(entry: GalleryPolicy) -> str:
    """Return what its age means and where its figures are from, in two sentences."""
    where = _("Its mean return is from {n} greedy episodes; Watch plays it again, without learning.")
    return _("{sentence} {next}").format(sentence=_(_AGES[entry.age][2]), next=where.format(n=entry.n_starts))


def made_by(entry: GalleryPolicy) -> str:
    """Return what made it: algorithm, preset, and values that are not the preset's."""
    learner = ALGORITHMS.get(entry.algorithm)
    values = {
        record.name: record.format(entry.values[record.name])
        for record in hypers(learner.params())
        if record.name in entry.values
    }
    said = _("Made by {algorithm}, preset {preset}, with {values}.")
    return said.format(
        algorithm=_(learner.title),
        preset=entry.preset,
        values=", ".join(f"{name} = {value}" for name, value in values.items()),
    )
