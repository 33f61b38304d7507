"""What the frozen program starts with."""

import sys

from playground.__main__ import main

sys.exit(main())
