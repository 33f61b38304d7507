"""Set-up and commands of a checkout: `python3 packaging/dev.py run` or `test`.

This file is read by whatever Python there is, so it only checks the version; the work is in verbs.py.
"""

import sys

if not (3, 11) <= sys.version_info < (3, 14):
    sys.exit(
        "The playground needs Python 3.11, 3.12 or 3.13, and this is Python %d.%d (%s).\n"  # noqa: UP031
        "Install one of these, from python.org or your system's packages, and start with it, for instance:\n"
        "    %s packaging/dev.py run\n"
        "Nothing was changed."
        % (
            sys.version_info[0],
            sys.version_info[1],
            sys.executable,
            "py -3.13" if sys.platform == "win32" else "python3.13",
        )
    )

if __name__ == "__main__":
    from verbs import main

    sys.exit(main(sys.argv[1:]))
