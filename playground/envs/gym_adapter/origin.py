"""Where an environment comes from, as a person types it on this computer.

Such a name makes Python import a module. So it comes from a person or from this computer's own settings, and never from
a file that somebody sent.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from playground.envs.gym_adapter.spaces import AddError
from playground.i18n import N_

_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_STEM = re.compile(r"\w[\w. -]*")  # of a file, which need not be the name of a module
_ID = re.compile(r"([\w.-]+/)?[\w.-]+")


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

    That is "module:Id-v0", "Id-v0" or "folder/module.py:Id-v0". Raises AddError for anything else, and where a file
    that is named is not there.
    """
    text = text.strip()
    before, colon, name = text.rpartition(":")
    if not _ID.fullmatch(name) or (colon and not before.strip(os.sep)) or _is_doubtful(before):
        raise AddError(
            N_(
                "“{text}” is not the name of an environment. Write the module that registers it and its id, such as my_module:MyEnv-v0. Nothing was added."
            ),
            text=text[:100],
        )
    before = before.rstrip(os.sep)
    if before.endswith(".py") or os.path.dirname(before):
        return _of_path(text, before, name)
    if colon and not _MODULE.fullmatch(before):
        raise AddError(
            N_(
                "“{module}” is not the name of a module: that has letters, digits and _ only. If it is a file, write the file, such as {module}.py:{id}. Nothing was added."
            ),
            module=before[:100],
            id=name,
        )
    return Origin(text)


def _is_doubtful(before: str) -> bool:
    """Whether a second colon, in no path, says that it is not meant so."""
    return ":" in before and not os.path.dirname(before)


def is_name(text: str) -> bool:
    """Whether origin_of() could have given an origin of this name."""
    module, colon, name = text.rpartition(":")
    return bool(_ID.fullmatch(name)) and (not colon or bool(_STEM.fullmatch(module)))


def _of_path(text: str, path: str, name: str) -> Origin:
    """Return the origin of a file or a folder that is a package.

    A file of a package is known by its whole name in it, so that it finds what lies beside it.
    """
    whole = os.path.abspath(os.path.expanduser(path))
    file = whole if os.path.isfile(whole) else f"{whole}.py"
    is_package = os.path.isdir(whole)
    if not is_package and not os.path.isfile(file):
        raise AddError(
            N_("There is no file {file}, so “{text}” was not added. Check where it lies."),
            file=whole[:300],
            text=text[:100],
        )
    folder, base = os.path.split(whole if is_package else file)
    module = base if is_package else base.removesuffix(".py")
    while os.path.isfile(os.path.join(folder, "__init__.py")) and os.path.dirname(folder) != folder:
        folder, base = os.path.split(folder)
        module = base if module == "__init__" else f"{base}.{module}"
    if not _STEM.fullmatch(module):
        raise AddError(
            N_("The name of the file {file} cannot be used: call it with letters, digits and _. Nothing was added."),
            file=whole[:300],
        )
    return Origin(f"{module}:{name}", folder)
