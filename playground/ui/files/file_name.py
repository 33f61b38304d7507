"""Names of files after what is in them."""

from __future__ import annotations

import re


def file_name(environment: str) -> str:
    """Return the name of an environment as a file may have it.

    "module:Id-v0" has a colon, which Windows does not take.
    """
    return re.sub(r"[^\w.-]+", "-", environment).strip("-.").lower()
