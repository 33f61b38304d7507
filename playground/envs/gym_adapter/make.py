"""Instances of Gymnasium environments, by a name that a person typed."""

from __future__ import annotations

import importlib.util
import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from playground.envs.gym_adapter.modules import at_home, known_at_first, none_at_home, spec_of
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import AddError
from playground.errors import EnvironmentFault, Term
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium

MADE_WITHIN_S = 30.0
LOOK_EVERY_S = 0.2  # whether it shall stop
NO_TIME_LIMIT = -1  # Gymnasium's word for it: the Session keeps it

T = TypeVar("T")


def located(origin: Origin) -> Origin:
    """Return the origin with the folder where its module is found.

    That is the folder the program was started in, if it is found only there.
    """
    top, here = origin.module.partition(".")[0], os.getcwd()
    if not top or origin.folder:
        return origin
    with none_at_home():
        if importlib.util.find_spec(top) is not None:
            return origin
    if os.path.isfile(os.path.join(here, f"{top}.py")) or os.path.isdir(os.path.join(here, top)):
        return Origin(origin.name, here)
    return origin


def is_known(name: str) -> bool:
    """Whether Gymnasium itself has an environment of this id.

    The id may be with or without its version.
    """
    return any(known == name or known.rpartition("-v")[0] == name for known in known_at_first())


def make_several(origin: Origin, n: int, *, render: bool = False) -> list[gymnasium.Env[Any, Any]]:
    """Return new instances without Gymnasium's time limit.

    Raises EnvironmentFault where that fails or takes too long.
    """

    def work() -> list[gymnasium.Env[Any, Any]]:
        import gymnasium

        spec = spec_of(origin)
        more: dict[str, Any] = {"render_mode": "rgb_array"} if render else {}
        with at_home(origin):
            return [
                gymnasium.make(spec, max_episode_steps=NO_TIME_LIMIT, disable_env_checker=True, **more)
                for _ in range(n)
            ]

    return in_time(origin.name, work)


def _never() -> bool:
    return False


def in_time(
    name: str, work: Callable[[], T], limit_s: float | None = None, should_stop: Callable[[], bool] = _never
) -> T:
    """Return what `work` returns, which calls somebody's code.

    Raises EnvironmentFault where it fails or does not come to an end. It runs in a thread of its own, for nothing can
    stop Python code from outside: that thread is then left behind.
    """
    limit_s = MADE_WITHIN_S if limit_s is None else limit_s
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001  an environment may call sys.exit()
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True, name=f"making {name}")
    thread.start()
    ends = time.monotonic() + limit_s
    while thread.is_alive() and time.monotonic() < ends and not should_stop():
        thread.join(min(LOOK_EVERY_S, limit_s))
    if done:
        return done[0]
    if not failed:
        raise EnvironmentFault(
            N_(
                "The environment “{name}” was given up: making it did not come to an end within {limit:g} s. Put its code right and start the program again."
            ),
            name=name,
            limit=limit_s,
        )
    if isinstance(failed[0], EnvironmentFault | AddError):
        raise failed[0]
    from playground.envs.gym_adapter.faults import fault

    raise fault(name, Term(N_("its making")), failed[0]) from failed[0]
