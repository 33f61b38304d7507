"""A virtual screen of 1280x800, for windows that draw as on a real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

WIDTH, HEIGHT = 1280, 800


@contextmanager
def screen(cores: Iterable[int], picture: str | None = None) -> Iterator[dict[str, str]]:
    """Yield the variables with which a window opens there, with settings and folders of its own.

    The X server runs on `cores` too: what it does for the window is part of what the window costs. Its picture lies in
    a file of the folder `picture`, where one is named.
    """
    if not shutil.which("Xvfb"):
        raise RuntimeError("Xvfb is missing; on Debian and Ubuntu: sudo apt-get install xvfb")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
        + (["-fbdir", picture] if picture else []),
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.sched_setaffinity(server.pid, cores)
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe, tempfile.TemporaryDirectory() as home:
            yield {
                "DISPLAY": ":" + pipe.readline().strip(),
                "QT_QPA_PLATFORM": "xcb",
                "LC_ALL": "C.UTF-8",
                "HOME": home,
                "XDG_CONFIG_HOME": home,
                "XDG_STATE_HOME": home,
                "XDG_DATA_HOME": home,
                "XDG_CACHE_HOME": home,
            }
    finally:
        server.terminate()
        server.wait()
