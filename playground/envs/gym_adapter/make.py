"""Instances of Gymnasium environments, by a name that a person typed.

It was typed on this computer. Such a name makes Python import a module. So it comes from a person or from this
computer's own settings, and never from a file that somebody sent.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from playground.envs.gym_adapter.spaces import AddError
from playground.errors import EnvironmentFault, Term
from playground.i18n import N_

if TYPE_CHECKING:
    import gymnasium

MADE_WITHIN_S = 30.0
LOOK_EVERY_S = 0.2  # whether it shall stop
NO_TIME_LIMIT = -1  # Gymnasium's word for it: the Session keeps it
_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_ID = re.compile(r"([\w.-]+/)?[\w.-]+")

T = TypeVar("T")


@dataclass(frozen=True)
class Origin:
    """The name of an environment, and the folder of its module.

    `folder` is where its module is if Python does not find it by itself.
    """

    name: str  # "module:Id-v0", or "Id-v0" of those that Gymnasium itself brings
    folder: str = ""

    @property
    def module(self) -> str:
        """The module that registers it; "" where Gymnasium itself does."""
        return self.name.rpartition(":")[0]

    @property
    def id(self) -> str:
        """Its name in Gymnasium's table."""
        return self.name.rpartition(":")[2]


def origin_of(text: str) -> Origin:
    """Read the name of an environment as a person types it.

    That is "module:Id-v0", "Id-v0" or "folder/module.py:Id-v0". Raises AddError for anything else.
    """
    before, colon, name = text.strip().rpartition(":")
    folder, file = os.path.split(before)
    module = file.removesuffix(".py") if folder else before
    if not _ID.fullmatch(name) or (colon and not _MODULE.fullmatch(module)):
        raise AddError(
            N_(
                "“{text}” is not the name of an environment. Write the module that registers it and its id, such as my_module:MyEnv-v0. Nothing was added."
            ),
            text=text.strip()[:100],
        )
    return Origin(f"{module}:{name}" if module else name, os.path.abspath(os.path.expanduser(folder)) if folder else "")


def located(origin: Origin) -> Origin:
    """Return the origin with the folder where its module is found.

    That is the folder the program was started in, if it is found only there.
    """
    top, here = origin.module.partition(".")[0], os.getcwd()
    if not top or origin.folder or importlib.util.find_spec(top) is not None:
        return origin
    if os.path.isfile(os.path.join(here, f"{top}.py")) or os.path.isdir(os.path.join(here, top)):
        return Origin(origin.name, here)
    return origin


def is_known(name: str) -> bool:
    """Whether Gymnasium itself has an environment of this id.

    The id may be with or without its version.
    """
    return any(known == name or known.rpartition("-v")[0] == name for known in _known_at_first())


@cache
def _known_at_first() -> frozenset[str]:
    """Return the ids that Gymnasium has by itself.

    They are read before any module of a person is imported.
    """
    import gymnasium

    return frozenset(gymnasium.registry)


def spec_of(origin: Origin) -> Any:
    """Import the module and return the environment's EnvSpec.

    Gymnasium's table has it.
    """
    import gymnasium

    known = _known_at_first()
    if origin.folder and origin.folder not in sys.path:
        sys.path.append(origin.folder)  # at its end: nothing in it can stand in for a module that Python finds anyway
    if origin.module:
        importlib.import_module(origin.module)
    spec: Any = gymnasium.spec(origin.id)
    if not origin.module and spec.id not in known:
        raise AddError(
            N_(
                "“{name}” was registered by a module, which has to be named too, for it is not there when the program starts next. Write my_module:{name}. Nothing was added."
            ),
            name=origin.id,
        )
    return spec


def make_several(origin: Origin, n: int, *, render: bool = False) -> list[gymnasium.Env[Any, Any]]:
    """Return new instances without Gymnasium's time limit.

    Raises EnvironmentFault where that fails or takes too long.
    """

    def work() -> list[gymnasium.Env[Any, Any]]:
        import gymnasium

        spec_of(origin)
        more: dict[str, Any] = {"render_mode": "rgb_array"} if render else {}
        return [
            gymnasium.make(origin.id, max_episode_steps=NO_TIME_LIMIT, disable_env_checker=True, **more)
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
