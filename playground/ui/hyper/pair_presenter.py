"""Presenter for the pair: which environments and algorithms go together."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.agents.base import ALGORITHMS, Algorithm
from playground.engine.presets.preset import PRESETS
from playground.envs.base import ENVIRONMENTS, EnvironmentCard
from playground.errors import PlaygroundError
from playground.i18n import _
from playground.ui.hyper.pair_box import Choice, PairBox
from playground.ui.hyper.training_presenter import TrainingPresenter


class PairPresenter(QObject):
    """Choosers kept up to date; a pair that is chosen begins a new run.

    The run begins with the pair's first preset. Until `find_available` is called all are offered: to look for optional
    packages takes a while.
    """

    def __init__(self, box: PairBox, training: TrainingPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self._box, self._training = box, training
        self._knows_available = False
        box.environment_chosen.connect(self.choose_environment)
        box.algorithm_chosen.connect(self.choose_algorithm)
        training.next_changed.connect(self.refresh)
        self.refresh()

    def find_available(self) -> None:
        """Find out what can be chosen on this computer."""
        self._knows_available = True
        self.refresh()

    def refresh(self) -> None:
        """Offer what there is now.

        What the run has, or what was chosen for the next one, is shown as chosen.
        """
        environment, algorithm = self._training.next_pair
        self._box.show_environments([self._environment_choice(card) for card in ENVIRONMENTS], environment)
        self._box.show_algorithms([self._algorithm_choice(learner, environment) for learner in ALGORITHMS], algorithm)

    def choose_environment(self, environment: str) -> None:
        """Choose an environment for the next run.

        The algorithm stays if it can act in it; else the first one that can is chosen with it.
        """
        algorithm = self._training.next_pair[1]
        reason = why_not(environment, algorithm)
        if not reason:
            self._choose(environment, algorithm)
            return
        other = first_that_fits(environment)
        if other is None:  # it is not offered; but something may have been taken away meanwhile
            self._training.show_problem(reason)
            self.refresh()
            return
        self._choose(
            environment,
            other,
            _("{old} cannot act in {environment}, so {new} is chosen with it.").format(
                old=_(ALGORITHMS.get(algorithm).title),
                new=_(ALGORITHMS.get(other).title),
                environment=_(ENVIRONMENTS.get(environment).title),
            ),
        )

    def choose_algorithm(self, algorithm: str) -> None:
        """Choose an algorithm for the next run."""
        self._choose(self._training.next_pair[0], algorithm)

    def _choose(self, environment: str, algorithm: str, remark: str = "") -> None:
        if (environment, algorithm) == self._training.pair:
            self._training.take_back()
            return
        offer = _("{algorithm} in {environment} begins a new run.").format(
            algorithm=_(ALGORITHMS.get(algorithm).title), environment=_(ENVIRONMENTS.get(environment).title)
        )
        try:
            self._training.choose(PRESETS.first(environment, algorithm), offer, remark)
        except PlaygroundError as error:
            self._training.show_problem(str(error))
            self.refresh()

    def _environment_choice(self, card: EnvironmentCard) -> Choice:
        reason = ""
        if self._knows_available and first_that_fits(card.id) is None:
            reason = _unavailable(card) or why_not(card.id, next(iter(ALGORITHMS)).name)
        return Choice(card.id, _(card.title), _(card.text), reason)

    def _algorithm_choice(self, learner: Algorithm, environment: str) -> Choice:
        return Choice(learner.name, _(learner.title), _(learner.text), why_not(environment, learner.name))


def why_not(environment: str, algorithm: str) -> str:
    """Return why an algorithm cannot act in an environment; empty where it can."""
    try:
        ENVIRONMENTS.get(environment).check_available()
        PRESETS.first(environment, algorithm).settings()
    except PlaygroundError as error:
        return str(error)
    return ""


def first_that_fits(environment: str) -> str | None:
    """Return the name of the first algorithm that can act in an environment.

    One that has presets for it comes first.
    """
    names = sorted(ALGORITHMS.names(), key=lambda name: not PRESETS.of(environment, name).names())
    return next((name for name in names if not why_not(environment, name)), None)


def _unavailable(card: EnvironmentCard) -> str:
    try:
        card.check_available()
    except PlaygroundError as error:
        return str(error)
    return ""
