"""Lock of all packages of the frozen program and its build, with hashes.

It is written to requirements.txt. For maintainers, after a pin changed: `python3 packaging/dev.py lock`. Run by the
Python of .venv, which has uv.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "packaging" / "freeze" / "requirements.txt"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
PYTHON_VERSION = "3.11"  # the one Python that installers are built with
HEAD = """\
# Written by `python3 packaging/dev.py lock`. What the installers are built from: pip takes no file with another hash.
"""


def roots() -> list[str]:
    """Return the requirements that pyproject.toml has for the build.

    They are the program's, what freezes it, and what builds its wheel.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    return [*project["project"]["dependencies"], *extras["installer"], *project["build-system"]["requires"]]


def main(words: list[str]) -> int:
    """Resolve for Linux, macOS and Windows at once.

    `words` go to uv (`--find-links FOLDER`, say).
    """
    torch = next(name for name in roots() if name.startswith("torch=="))
    with tempfile.TemporaryDirectory() as folder:
        asked, instead = Path(folder, "asked.txt"), Path(folder, "instead.txt")
        asked.write_text("\n".join(roots()))
        # The usual build for Linux brings 5 GB of CUDA; elsewhere the usual build is the one for the CPU.
        instead.write_text(f'{torch}+cpu ; sys_platform == "linux"\n{torch} ; sys_platform != "linux"\n')
        options = "--universal --generate-hashes --only-binary :all: --no-annotate --no-header --quiet"
        command = [
            *(sys.executable, "-m", "uv", "pip", "compile", str(asked)),
            f"--constraints={CONSTRAINTS}",
            f"--overrides={instead}",
            f"--python-version={PYTHON_VERSION}",
            *options.split(),
            f"--output-file={Path(folder, 'lock.txt')}",
            *words,
        ]
        links = os.environ.get("PIP_FIND_LINKS", "")  # uv does not read pip's settings
        result = subprocess.run(command, env={"UV_FIND_LINKS": links} | os.environ, check=False)
        if result.returncode == 0:
            LOCK.write_text(HEAD + Path(folder, "lock.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
