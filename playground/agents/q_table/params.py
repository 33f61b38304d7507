"""Hyperparameters of tabular Q-learning, and its entry in the table of algorithms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from playground.agents import shared_params as shared
from playground.agents.base import ALGORITHMS, Algorithm, CommonParams, PairError, Space
from playground.agents.fitting import needs_discrete_actions
from playground.errors import HyperError
from playground.hyper import hyper
from playground.i18n import N_

USUAL_PARTS = 6
MAX_NUMBERS = 6  # of an observation: in so many parts each, eight numbers would make millions of cells
MAX_CELLS = 100_000  # where an observation counts, so that nobody chose them
MAX_VALUES = 1_000_000  # Q-values in a table
TABLE = "q.table"  # its name in a policy file


@dataclass
class QTableParams(CommonParams):
    """The hyperparameters of tabular Q-learning, in the order of the form."""

    high_learning_rate: ClassVar[float] = 1.0  # a part of the way to a target makes nothing explode
    update_us: ClassVar[float] = 3.0  # what an update costs: no network

    gamma: float = shared.gamma(
        0.99,
        formula=shared.GREEDY_TARGET,
        doc=N_(
            "How much the next reward counts against this one. 0 looks one step ahead, 0.95 some 20 steps, 0.99 some 100: about 1/(1 − γ)."
        ),
    )
    epsilon: float = shared.epsilon(
        doc=N_(
            "The chance that an action is drawn at random instead of looked up in the table. It follows its schedule until you hold it."
        )
    )
    epsilon_min: float = shared.epsilon_min(
        0.05, doc=N_("Where epsilon comes to rest. Moving it never makes epsilon jump: epsilon glides there.")
    )
    epsilon_fraction: float = shared.part_of_run(
        0.5,
        label=N_("how long exploration falls"),
        group="explore",
        doc=N_("The part of the run over which epsilon falls, in a straight line, to epsilon_min."),
    )
    learning_rate: float = shared.learning_rate(
        0.1,
        high=1.0,
        slider=(0.001, 1.0),
        formula="Q(s, a) ← Q(s, a) + α · (y − Q(s, a))",
        doc=N_(
            "How far one step moves Q towards its target: 1 believes the newest step alone, 0.1 remembers about the newest ten times that this action was taken in this cell."
        ),
    )
    learning_rate_end: float = shared.part_left(
        label=N_("final part of the learning rate"),
        doc=N_(
            "What part of the learning rate is left when its schedule ends. At 1 it stays constant; a falling one lets the table settle."
        ),
    )
    learning_rate_fraction: float = shared.learning_rate_fraction()
    bins: tuple[int, ...] = hyper(
        (USUAL_PARTS,),
        label=N_("parts of each number"),
        live=False,
        basic=True,
        doc=N_(
            "Into how many equal parts the usual range of each number of an observation is cut, such as “3, 3, 6, 6”; one number stands for all. What lies outside falls into the outermost part. Finer cells tell more states apart, and each learns alone, so there is more to learn."
        ),
    )
    initial_value: float = shared.initial_value(
        slider=(-100.0, 200.0),
        doc=N_(
            "Every Q of a new table. A high one makes it optimistic: what was not tried yet looks best, so it is tried."
        ),
    )


def bins_of(params: QTableParams, space: Space) -> tuple[int, ...]:
    """Return the number of parts of each number of an observation.

    One that counts has a part for each of its values.
    """
    counts = space.counts or (0,) * len(space.ranges)
    n_cut = counts.count(0)
    parts = iter(params.bins * n_cut if len(params.bins) == 1 else params.bins)
    return tuple(count or next(parts) for count in counts)


def check_fits(space: Space) -> None:
    """Raise PairError where actions are continuous, or cells would be too many."""
    needs_discrete_actions(space)
    n_cut = space.counts.count(0) if space.counts else len(space.ranges)
    if space.counts and n_cut <= MAX_NUMBERS:
        n_cells = math.prod(count or USUAL_PARTS for count in space.counts)
        if n_cells > MAX_CELLS or n_cells * space.n_actions > MAX_VALUES:
            raise PairError(
                N_(
                    "A table has a cell for each combination of what is observed, and here these are {cells}, with a Q for each of {actions} actions. A table is offered for up to {most} cells and {values} Q-values. Choose dqn, whose network needs no cells, or another environment."
                ),
                cells=f"{n_cells:,}",
                actions=space.n_actions,
                most=f"{MAX_CELLS:,}",
                values=f"{MAX_VALUES:,}",
            )
    if n_cut > MAX_NUMBERS:
        raise PairError(
            N_(
                "A table has a cell for every combination of its parts, and an observation of this environment has {n} numbers: cut into {parts} parts each, that is {cells} cells. A table is offered for up to {most} numbers. Choose dqn, whose network needs no cells, or another environment."
            ),
            n=n_cut,
            parts=USUAL_PARTS,
            cells=f"{USUAL_PARTS**n_cut:,}",
            most=MAX_NUMBERS,
        )


def check_params(params: QTableParams, space: Space) -> None:
    """Raise HyperError where bins do not match the numbers, or cells are too many."""
    n_cut = space.counts.count(0) if space.counts else len(space.ranges)
    if n_cut and len(params.bins) not in (1, n_cut):
        raise HyperError(
            N_(
                "bins names {given} numbers, and an observation of this environment has {needed}. Write one for each, or a single one for all. Nothing was changed."
            ),
            given=len(params.bins),
            needed=n_cut,
        )
    bins = bins_of(params, space)
    n_values = math.prod(bins) * space.n_actions
    if n_values > MAX_VALUES:
        raise HyperError(
            N_(
                "bins {bins} make {cells} cells, and with {actions} actions {values} Q-values; a table holds {most}. Choose fewer parts. Nothing was changed."
            ),
            bins=" × ".join(map(str, bins)),
            cells=f"{math.prod(bins):,}",
            actions=space.n_actions,
            values=f"{n_values:,}",
            most=f"{MAX_VALUES:,}",
        )


def caution(name: str, value: Any, space: Space) -> str:
    """Return what to know of a value that is allowed here; empty if nothing."""
    if name == "bins" and value != (USUAL_PARTS,) and space.counts and all(space.counts):
        return N_("Nothing is cut here: what is observed are whole numbers, and each has a cell of its own.")
    return ""


def table_shape(params: QTableParams, space: Space) -> tuple[int, ...]:
    """Return the shape of the table in a policy file, (*bins, actions)."""
    return (*bins_of(params, space), space.n_actions)


def _weight_shapes(params: QTableParams, space: Space) -> dict[str, tuple[int, ...]]:
    return {TABLE: table_shape(params, space)}


ALGORITHMS.add(
    "q-table",
    Algorithm(
        name="q-table",
        title=N_("Q-table"),
        text=N_(
            "Tabular Q-learning: cuts the observations into cells and keeps a Q for each action in each cell. Nothing is"
            " simpler, and it shows what a network is for: all states inside one cell are one and the same to it, and"
            " each cell learns alone, so finer cells need far more steps."
        ),
        params=QTableParams,
        check_fits=check_fits,
        curves=("epsilon", "loss", "mean_value", "visited"),
        shows="q",
        learner="playground.agents.q_table.q_table:QTable",
        actor="playground.agents.q_table.greedy:greedy_actor",
        explainer="playground.agents.q_table.explain:QTableExplainer",
        layer_sizes=table_shape,
        weight_shapes=_weight_shapes,
        check_params=check_params,
        caution=caution,
        body=N_("Table"),
    ),
)
