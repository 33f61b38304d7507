"""App Nap of macOS, which slows the timers of a program that nobody looks at.

A run goes on while its window is behind another, so the program asks not to be put to it. Its Info.plist asks too, but
a checkout and the workshop's bundle are run by a Python, whose own is another.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_FOUNDATION = "/System/Library/Frameworks/Foundation.framework/Foundation"
_RUNTIME = "/usr/lib/libobjc.A.dylib"
_OPTIONS = 0x00EFFFFF  # NSActivityUserInitiatedAllowingIdleSystemSleep: the computer itself may fall asleep
_REASON = b"A run is being trained"


def stay_awake() -> None:
    """Ask macOS not to slow this process down from here on; elsewhere do nothing.

    The activity that it answers with is kept to the end of the process.
    """
    if sys.platform != "darwin":
        return
    try:
        ctypes.CDLL(_FOUNDATION)
        runtime = ctypes.CDLL(_RUNTIME)
    except OSError:  # a system that has them elsewhere: slower behind other windows, and nothing else
        return
    for function in (runtime.objc_getClass, runtime.sel_registerName):
        function.restype, function.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    info = _send(runtime, runtime.objc_getClass(b"NSProcessInfo"), b"processInfo")
    text = _send(runtime, runtime.objc_getClass(b"NSString"), b"stringWithUTF8String:", (ctypes.c_char_p, _REASON))
    options = (ctypes.c_uint64, _OPTIONS), (ctypes.c_void_p, text)
    activity = _send(runtime, info, b"beginActivityWithOptions:reason:", *options)
    _send(runtime, activity, b"retain")


def _send(runtime: Any, receiver: int, message: bytes, *arguments: tuple[Any, Any]) -> int:
    """Send a message to an Objective-C object; return the object that it answers with.

    Apple's processors take arguments by their types, so those are told for each message.
    """
    send = runtime.objc_msgSend
    send.restype = ctypes.c_void_p
    send.argtypes = [ctypes.c_void_p, ctypes.c_void_p, *(kind for kind, _ in arguments)]
    answer: int = send(receiver, runtime.sel_registerName(message), *(value for _, value in arguments))
    return answer
