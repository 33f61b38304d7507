"""Work of the room: comparing, going to a moment, pushing, ranking a class."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.evaluation.comparison import Comparison, check_same_environment, compare
from playground.engine.evaluation.disagreements import Disagreement, disagreements, futures
from playground.engine.evaluation.recording import Recording
from playground.engine.evaluation.robustness import Robustness, robustness_of_actor
from playground.engine.run.settings import Settings
from playground.store.policy.standings import Refused, Standing, policy_files, standings
from playground.ui.hands.compare.job import Work
from playground.ui.hands.compare.opponent import Opponent, contestants
from playground.ui.support.background_task import BackgroundTask

SEED = 0  # of the starts: that of `playground evaluate` without --seed


@dataclass(frozen=True)
class Compared:
    """A comparison with all that its page shows of it."""

    comparison: Comparison
    moments: tuple[Disagreement, ...]


class Comparing(Work):
    """Both from the same starts."""

    def __init__(self, opponents: tuple[Opponent, Opponent], settings: Settings) -> None:
        super().__init__()
        self._opponents, self._settings = opponents, settings

    def do(self, task: BackgroundTask) -> Compared:
        first, second = contestants(self._opponents, self._settings)
        n = min(first.card.evaluation_episodes, second.card.evaluation_episodes)
        comparison = compare(first, second, n, SEED, self.should_stop)
        return Compared(comparison, disagreements(comparison, should_stop=self.should_stop))


@dataclass(frozen=True)
class Shown:
    """Two episodes to show side by side, from frame `frame` on."""

    recordings: tuple[Recording, Recording]
    start: int
    frame: int
    moment: Disagreement | None  # that both go on from


class Going(Work):
    """The episodes of one start, or both ways on from a disagreement."""

    def __init__(self, comparison: Comparison, start: int, moment: Disagreement | None = None) -> None:
        super().__init__()
        self._comparison, self._start, self._moment = comparison, start, moment

    def do(self, task: BackgroundTask) -> Shown:
        moment = self._moment
        if moment is not None:
            return Shown(futures(self._comparison, moment), moment.start, moment.step, moment)
        episodes = self._comparison.episode(0, self._start), self._comparison.episode(1, self._start)
        return Shown(episodes, self._start, 0, None)


@dataclass(frozen=True)
class Pushed:
    """How robust two are, by their names, and what the hardest push is."""

    names: tuple[str, str]
    robustness: tuple[Robustness, Robustness]
    hardest: float
    unit: str


class Pushing(Work):
    """Standard pushes for both."""

    def __init__(self, opponents: tuple[Opponent, Opponent], settings: Settings) -> None:
        super().__init__()
        self._opponents, self._settings = opponents, settings

    def do(self, task: BackgroundTask) -> Pushed:
        both = contestants(self._opponents, self._settings)
        check_same_environment(*both)
        found = [
            robustness_of_actor(each.make_actor(0), each.card, both[0].parameters, is_cancelled=self.should_stop)
            for each in both
        ]
        push = both[0].card.push
        assert push is not None  # or there would be no robustness
        return Pushed((both[0].name, both[1].name), (found[0], found[1]), push.most, push.unit)


class Ranking(Work):
    """The policies of a folder, one after the other; `found` has those that are done."""

    def __init__(self, folder: str, episodes: int) -> None:
        super().__init__()
        self._folder, self._episodes = folder, episodes
        self.found: list[Standing | Refused] = []

    def do(self, task: BackgroundTask) -> int:
        files, refused = policy_files([self._folder])
        self.found += refused
        task.progressed.emit(0, len(files))
        for entry in standings(files, self._episodes, SEED, should_stop=self.should_stop):
            if isinstance(entry, Standing):
                _ = entry.interval  # here, not where the window paints
            self.found.append(entry)
            task.progressed.emit(len(self.found) - len(refused), len(files))
        return len(files)
