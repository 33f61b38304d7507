"""Entry point of the frozen program."""

import sys

from playground.__main__ import main

sys.exit(main())
