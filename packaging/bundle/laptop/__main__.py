"""Entry point of a laptop's installation and removal.

`python -m bundle.laptop` installs, `python -m laptop --uninstall` removes. Exit codes: 0 done and ready, 1 not done,
3 installed, but the check of the computer found what will not work.
"""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

from bundle.laptop.fitting import Bundle
from bundle.laptop.install import install
from bundle.laptop.uninstall import uninstall
from bundle.laptop.words import StopError, say, t


def main(words: list[str]) -> int:
    """Do what `words` ask; every failure ends in a sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name in a foreign script must not end the installation
            stream.reconfigure(errors="replace")
    try:
        if words == ["--uninstall"]:
            return uninstall()
        return install(Bundle.read(Path(__file__).resolve().parents[2]))
    except StopError as stop:
        if stop.details:
            print(stop.details, file=sys.stderr)
        say(str(stop))
    except KeyboardInterrupt:
        with contextlib.suppress(KeyboardInterrupt):
            say(t("Stopped. What is half-made is removed when you install the next time."))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
