"""Names of files after what is in them."""

from __future__ import annotations

import re

from playground.store.safe.windows_names import is_device


def file_name(environment: str) -> str:
    """Return the name of an environment as a file may have it.

    "module:Id-v0" has a colon, which Windows does not take, and "Con" is no file there.
    """
    name = re.sub(r"[^\w.-]+", "-", environment).strip("-.").lower()
    return f"run-{name}" if is_device(name) else name
