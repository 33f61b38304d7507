"""The look-up of an environment that is to be added, and why it fails."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

from playground.envs.gym_adapter.modules import is_loaded, module_of, registered_by, spec_of
from playground.envs.gym_adapter.origin import Origin
from playground.envs.gym_adapter.spaces import AddError
from playground.i18n import N_

_MOST_LISTED = 10


def look_up(origin: Origin) -> Any:
    """Import the module and return the environment's EnvSpec.

    Raises AddError with the reason where there is none, and whatever its code raises.
    """
    import gymnasium

    try:
        return spec_of(origin, anew=True)
    except ModuleNotFoundError as error:
        raise _without_module(origin, error) from error
    except gymnasium.error.Error as error:
        if origin.module and not is_loaded(origin):
            raise  # it is not the look-up that failed
        raise _not_registered(origin, error) from error


def _without_module(origin: Origin, error: ModuleNotFoundError) -> BaseException:
    missing = error.name or ""
    if not missing:
        return error
    if origin.module == missing or origin.module.startswith(missing + "."):
        return AddError(
            N_(
                "“{name}” was not added: Python finds no module “{module}”. Write its folder too, such as /home/me/{module}.py:{id}, or start the program where it lies."
            ),
            name=origin.name,
            module=origin.module,
            id=origin.id,
        )
    file, line = _importing(error)
    if missing.partition(".")[0] == "gym":
        return AddError(
            N_(
                "“{name}” was not added: it is written for gym, whose place gymnasium has taken ({file}, line {line}). Write “import gymnasium as gym” there: reset() then returns an observation and a dictionary, and step() five values."
            ),
            name=origin.name,
            file=file,
            line=line,
        )
    return AddError(
        N_(
            "“{name}” was not added: its code needs the module “{module}” ({file}, line {line}), and the Python that runs this program does not find it ({python}). Install it there, or put it beside the file, and add it again."
        ),
        name=origin.name,
        module=missing,
        file=file,
        line=line,
        python=sys.executable,
    )


def _not_registered(origin: Origin, error: Exception) -> AddError:
    said = " ".join(str(error).split())[:200].rstrip(".")
    if not origin.module:
        return AddError(
            N_(
                "“{name}” was not added: Gymnasium itself does not offer it ({error}). One of your own is written with the module that registers it, such as my_module:{name}."
            ),
            name=origin.name,
            error=said,
        )
    if isinstance(getattr(module_of(origin), origin.id, None), type):
        return AddError(
            N_(
                "“{name}” was not added: {id} is a class, and what is added is an id. Write gymnasium.register("
                '"{id}-v0", {id}) below the class, and add {module}:{id}-v0.'
            ),
            name=origin.name,
            id=origin.id,
            module=origin.module,
        )
    known = registered_by(origin)
    if not known:
        return AddError(
            N_(
                '“{name}” was not added: {module} registers no environment. Write gymnasium.register("{id}", …) at its end, with the class in place of the dots.'
            ),
            name=origin.name,
            module=origin.module,
            id=origin.id,
        )
    listed = ", ".join(known[:_MOST_LISTED]) + (", …" if len(known) > _MOST_LISTED else "")
    return AddError(
        N_("“{name}” was not added: {module} registers no “{id}”. It registers {known}."),
        name=origin.name,
        module=origin.module,
        id=origin.id,
        known=listed,
    )


def _importing(error: ImportError) -> tuple[str, int]:
    """Return the file and the line that imports what is not there."""
    ours = "<", str(Path(__file__).parent)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(ours)]
    return Path(frames[-1].filename).name, frames[-1].lineno or 0
