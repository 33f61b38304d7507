"""Typesetting of formulas: from LaTeX to a drawing, in a thread of its own.

The first formula takes a quarter of a second, for the fonts, and each other 10 to 50 ms: too long for a paint event, and
too often the same for a step. So each is set once, in one size and in the colour of the moment; drawings have any size.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QObject, Signal

EM = 48.0  # units of a drawing
INK = "currentColor"  # stands in a drawing for the colour that it is to have

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TypesetFormula:
    """Formula as SVG of version 1.2 Tiny, which QtSvg can draw, and its lengths in em."""

    svg: str  # its colour is INK
    width: float
    height: float


@lru_cache(maxsize=512)
def typeset(latex: str) -> TypesetFormula | None:
    """Set a formula; it may not have words in Chinese, which the font lacks.

    Returns None where it cannot be set, and logs why.
    """
    try:
        from ziamath.config import config
        from ziamath.zmath import Latex

        config.svg2 = False  # QtSvg draws nothing of SVG 2
        formula = Latex(latex, size=EM, color=INK, margin=0)
        width, height = formula.getsize()
        svg = formula.svg().replace('fill="black"', f'fill="{INK}"')  # that of an overline has no other colour
        return TypesetFormula(svg, width / EM, height / EM)
    except Exception as error:  # noqa: BLE001  # formulas come from lessons too, and the parser raises whatever it likes
        log.warning("a formula cannot be typeset (%r): %s", error, latex)
        return None


class Typesetter(QObject):
    """Setter of one formula after the other, while the window goes on."""

    formula_set = Signal(str, object)  # LaTeX; TypesetFormula, or None where it cannot be set

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._asked: deque[str] = deque()
        self._is_busy = False

    def ask(self, latex: str) -> None:
        """Set a formula; formula_set comes later, also where it was set before."""
        with self._lock:
            if latex not in self._asked:
                self._asked.append(latex)
            if self._is_busy:
                return
            self._is_busy = True
        threading.Thread(target=self._work, name="typesetting", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                self._is_busy = bool(self._asked)
                if not self._asked:
                    return
                latex = self._asked.popleft()
            self.formula_set.emit(latex, typeset(latex))


@cache
def typesetter() -> Typesetter:
    """Return the one of the program: formulas are the same in every window."""
    return Typesetter()
