"""Man pages and completions: `from_parser.py FOLDER VERSION EPOCH`.

They are written below FOLDER as in /usr/share, from the words of the command line. Run by the Python of the build
environment, where the program is installed.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from linux import completion, words
from linux.man_page import man_page


def main(arguments: list[str]) -> int:
    """Write man pages, gzipped as distributions want them, and completions."""
    share, version, epoch = Path(arguments[0]), arguments[1], int(arguments[2])
    for language, place in (("en", "man/man1"), ("zh_CN", "man/zh_CN/man1")):
        page = man_page(words.read(language), language, version, epoch)
        _write(share / place / "playground.1.gz", gzip.compress(page.encode(), mtime=0))
    program = words.read("en")
    _write(share / "bash-completion/completions/playground", completion.bash(program).encode())
    _write(share / "zsh/vendor-completions/_playground", completion.zsh(program).encode())
    _write(share / "fish/vendor_completions.d/playground.fish", completion.fish(program).encode())
    return 0


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
