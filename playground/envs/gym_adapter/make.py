"""Instances of Gymnasium environments, by a name that a person typed."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from playground.envs.gym_adapter.frames import MODE
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
        spec = spec_of(origin)
        with at_home(origin), _quietly():
            return [_make_drawing(spec) if render else _make(spec) for _ in range(n)]

    return in_time(origin.name, work)


def _make(spec: Any, **more: Any) -> gymnasium.Env[Any, Any]:
    import gymnasium

    return gymnasium.make(spec, max_episode_steps=NO_TIME_LIMIT, disable_env_checker=True, **more)


def _make_drawing(spec: Any) -> gymnasium.Env[Any, Any]:
    """Return an instance that draws itself.

    Its constructor need not take a render_mode.
    """
    try:
        return _make(spec, render_mode=MODE)
    except TypeError as error:
        if "render_mode" not in str(error):
            raise
    env = _make(spec)
    with contextlib.suppress(AttributeError):  # it may have one of its own that cannot be set
        env.unwrapped.render_mode = MODE
    return env


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Leave out Gymnasium's advice to programmers.

    What matters here is said when it is added.
    """
    from gymnasium import logger

    before = logger.min_level
    logger.min_level = logger.ERROR
    try:
        yield
    finally:
        logger.min_level = before


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
