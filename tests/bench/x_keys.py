"""Keys pressed on an X server, as a keyboard does, and its picture: what is seen there, pixel by pixel."""

from __future__ import annotations

import ctypes
import mmap
import struct
from pathlib import Path
from types import TracebackType

MISSING = "{library} is missing; on Debian and Ubuntu: sudo apt-get install libx11-6 libxtst6"


class Keyboard:
    """Keyboard of a display, by the extension XTEST."""

    def __init__(self, display: str) -> None:
        self._x11, self._xtst = _library("libX11.so.6"), _library("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._display:
            raise RuntimeError(f"there is no display {display}")

    def press(self, *keys: str) -> None:
        """Press keys, which stay down; "Left", "space", "Control_L"."""
        self._send(keys, is_press=True)

    def release(self, *keys: str) -> None:
        self._send(keys, is_press=False)

    def tap(self, *keys: str) -> None:
        """Press keys one after the other, and let them go in the opposite order."""
        self.press(*keys)
        self.release(*reversed(keys))

    def close(self) -> None:
        self._x11.XCloseDisplay(self._display)

    def _send(self, keys: tuple[str, ...], *, is_press: bool) -> None:
        for key in keys:
            code = self._x11.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x11.XStringToKeysym(key.encode())))
            self._xtst.XTestFakeKeyEvent(self._display, code, int(is_press), ctypes.c_ulong(0))
        self._x11.XFlush(self._display)


class Framebuffer:
    """Picture of an Xvfb that keeps it in a folder: XWD, with 32 bits for each pixel."""

    def __init__(self, folder: str) -> None:
        with (Path(folder) / "Xvfb_screen0").open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack_from(">25I", self._memory)
        self._per_line, n_colours = header[12], header[19]
        self._start = header[0] + 12 * n_colours

    def part(self, x: int, y: int, width: int, height: int) -> bytes:
        """Return the pixels of a part, row by row, as they are at this moment."""
        rows = (self._start + row * self._per_line for row in range(y, y + height))
        return b"".join(self._memory[start + 4 * x : start + 4 * (x + width)] for start in rows)

    def __enter__(self) -> Framebuffer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._memory.close()


def _library(name: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(name)
    except OSError as error:
        raise RuntimeError(MISSING.format(library=name)) from error
