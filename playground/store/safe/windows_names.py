"""Names that a file cannot have on Windows.

There, some names stand for devices, whatever follows them: what is written to “nul.rlp” is gone. A dot or a space at
the end is dropped, so that another file would be replaced, and a colon makes a hidden stream of one.
"""

from __future__ import annotations

import re
import sys

from playground.i18n import N_
from playground.store.safe.errors import SaveError
from playground.store.safe.sanitize import plain

# Microsoft, "Naming Files, Paths, and Namespaces"; newer versions take some of them, and files travel to older ones.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³])", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def is_device(name: str) -> bool:
    """Whether Windows keeps the name of a file, up to its first dot, for a device."""
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip(" ")) is not None


def check_name(name: str) -> None:
    """Raise SaveError where a file cannot have this name on this system."""
    if sys.platform != "win32" or name in ("", ".", ".."):
        return
    if is_device(name):
        reason = N_(
            "“{file}” is a name that Windows keeps for a device (as it does CON, NUL and COM1), so nothing was saved and nothing was changed. Choose another name."
        )
    elif name[-1] in ". ":
        reason = N_(
            "“{file}” ends in a dot or a space, which Windows leaves out of a name, so nothing was saved: another file might have been replaced. Choose another name."
        )
    elif _FORBIDDEN.search(name):
        reason = N_(
            '“{file}” has a character that no name can have on Windows (one of < > : " / \\ | ? *), so nothing was saved and nothing was changed. Choose another name.'
        )
    else:
        return
    raise SaveError(reason, file=plain(name, 200))
