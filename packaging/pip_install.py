"""Calls of pip with the user's own settings, and its errors in words."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

from talk import StopError, say

TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"

NETWORK_DOWN = (
    "Failed to establish a new connection",
    "Max retries exceeded",
    "Temporary failure in name resolution",
    "Name or service not known",
    "getaddrinfo failed",
    "nodename nor servname",
    "Network is unreachable",
    "Connection refused",
    "Connection reset",
    "Connection aborted",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Read timed out",
    "connection broken",
    "Cannot connect to proxy",
)
DISK_FULL = ("No space left on device", "Errno 28", "not enough space on the disk", "Disk quota exceeded")


class Pip:
    """The pip of one environment.

    Index, proxy, certificates and the like are the user's own settings.
    """

    def __init__(self, python: Path, lock: int | None = None) -> None:
        """Prepare the command.

        `lock` is a descriptor that pip holds as well, because it may outlive a set-up that is killed.
        """
        self._command = [str(python), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        if not sys.stderr.isatty():
            self._command.append("--quiet")  # no progress bars in a log
        self._lock = lock

    def install(self, *words: str) -> None:
        """Install what `words` name.

        Raises StopError, with pip's own output, when that fails.
        """
        environment = os.environ | {"PIP_USER": "0"}  # .venv is the place, whatever is usual here
        result = subprocess.run(
            [*self._command, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
            pass_fds=() if self._lock is None or sys.platform == "win32" else (self._lock,),
        )
        if result.returncode != 0:
            raise StopError(_explain(result.stderr), result.stderr)


def install_torch(pip: Pip, torch: str) -> None:
    """Install `torch` where the usual build is not the right one.

    On Linux it would bring 5 GB of CUDA. The label +cpu in the version is the proof: no build with CUDA carries it.
    """
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        raise StopError(
            f"{torch} is not made for Macs with an Intel processor (nor for an Intel Python on Apple silicon). "
            "A Mac with Apple silicon and its own Python works. .venv is made, nothing else was changed."
        )
    if sys.platform != "linux":
        return
    say(f"Installing {torch}, the build for the CPU, some 190 MB, with pip: first from where your pip looks.")
    try:
        pip.install("--no-deps", f"{torch}+cpu")
        return
    except StopError as error:
        if "No matching distribution" not in error.details:
            raise
    say(f"Not there. Looking at {TORCH_CPU_INDEX} as well.")
    try:
        pip.install(
            "--no-deps", f"{torch}+cpu", "--extra-index-url", TORCH_CPU_INDEX, "--retries", "1", "--timeout", "20"
        )
    except StopError as error:
        if "No matching distribution" not in error.details:
            raise
        raise StopError(
            f"The CPU build of {torch} was found neither where your pip looks nor at {TORCH_CPU_INDEX}. Check the "
            f"network, or put its file into a folder and run this again with PIP_FIND_LINKS=that/folder. The usual build "
            "is not taken in its place: it brings 5 GB of CUDA. Nothing else was changed.",
            error.details,
        ) from None


def _explain(output: str) -> str:
    if any(sign in output for sign in DISK_FULL):
        return "The disk is full. Make room (2.5 GB for .venv, and pip's own cache) and run this again."
    if any(sign in output for sign in NETWORK_DOWN):
        return (
            "pip cannot reach where it gets packages from. Check the network, and, if you need one, pip's proxy or index "
            "settings (python3 -m pip config list), then run this again. Nothing of yours was changed."
        )
    if "(from versions: none)" in output:
        return (
            "pip found nothing for this system and this Python where it looks; its words are above. Check the network and "
            "pip's index settings (python3 -m pip config list), then run this again. Nothing of yours was changed."
        )
    return "pip could not install everything; its reason is above. Run this again once that is mended."
