"""The parameters of Acrobot that a person can change while it moves."""

from __future__ import annotations

from dataclasses import dataclass

from playground.envs.base import EnvironmentParams
from playground.hyper import hyper
from playground.i18n import N_


@dataclass(frozen=True)
class AcrobotParams(EnvironmentParams):
    """The physics, under Gymnasium's names in small letters.

    The length of the lower link is in none of its equations.
    """

    link_length_1: float = hyper(
        1.0,
        label=N_("length of the upper link"),
        low=0.2,
        high=5.0,
        slider=(0.5, 2.0),
        log=True,
        unit="m",
        doc=N_("The length of the upper link. The height to be reached is counted as if it were 1 m long."),
    )
    link_mass_1: float = hyper(
        1.0,
        label=N_("mass of the upper link"),
        low=0.05,
        high=20.0,
        slider=(0.2, 5.0),
        log=True,
        unit="kg",
        doc=N_("The mass of the upper link."),
    )
    link_mass_2: float = hyper(
        1.0,
        label=N_("mass of the lower link"),
        low=0.05,
        high=20.0,
        slider=(0.2, 5.0),
        log=True,
        unit="kg",
        doc=N_("The mass of the lower link, which the torque swings."),
    )
    link_com_pos_1: float = hyper(
        0.5,
        label=N_("centre of mass of the upper link"),
        low=0.0,
        high=5.0,
        slider=(0.1, 1.0),
        unit="m",
        doc=N_("How far from the pivot the upper link has its centre of mass."),
    )
    link_com_pos_2: float = hyper(
        0.5,
        label=N_("centre of mass of the lower link"),
        low=0.0,
        high=5.0,
        slider=(0.1, 1.0),
        unit="m",
        doc=N_("How far from the joint the lower link has its centre of mass."),
    )
    link_moi: float = hyper(
        1.0,
        label=N_("moment of inertia"),
        low=0.1,
        high=20.0,
        slider=(0.3, 5.0),
        log=True,
        unit="kg m²",
        doc=N_("The moment of inertia of each link: how much it resists being turned."),
    )
