"""Lists of what PyInstaller adds to the frozen program, and what it leaves out.

Everything left out here was found unused by the self-test of the frozen program, which has to pass (packaging/README.md).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

Entry = tuple[str, str, str]  # where in the frozen program, from where, kind: as PyInstaller's tables have it

NOT_SHIPPED = ("benchmarks.md", "screenshots")  # of resources/: for readers of the repository

HIDDEN = [  # imported by names that PyInstaller cannot see, or from C
    "gymnasium.envs.classic_control",
    "numba._devicearray",
]

# These say their versions, which decide the bits of a run and are part of every recipe and session.
VERSIONED = (
    "av",
    "gymnasium",
    "llvmlite",
    "numba",
    "numpy",
    "platformdirs",
    "pygame-ce",
    "pyqtgraph",
    "PySide6-Essentials",
    "safetensors",
    "shiboken6",
    "rl-playground",
    "torch",
    "tqdm",
)

# Of these the files that are no modules come along: the font of formulas, and the names of their signs.
WITH_DATA = ("latex2mathml", "ziamath")

# The large ones of the modules that torch is tested by; it imports a few small ones itself.
OF_TORCH_TESTS = (
    *("common_methods_invocations", "common_modules", "common_nn", "common_quantization", "common_utils"),
    *("distributed", "generated", "opinfo"),
)

EXCLUDED = [
    # Asked for by what has other uses than ours, and installed perhaps where somebody builds.
    "tkinter",
    "pip",
    "setuptools",
    "pkg_resources",
    "_distutils_hack",
    "matplotlib",
    "scipy",
    "PIL",
    "IPython",
    "pandas",
    "OpenGL",
    "cupy",
    "h5py",
    "pytest",
    "sqlite3",
    "readline",
    "lib2to3",
    # The compilers of torch, exporters and its tests: `import torch` leaves them alone.
    "torch._inductor",
    "torch._dynamo",
    "torch.onnx",
    *(f"torch.testing._internal.{name}" for name in OF_TORCH_TESTS),
    "torch.utils.tensorboard",
    "torch.utils.benchmark",
    "functorch",
    "sympy",
    "mpmath",
    "networkx",
    "jinja2",
    "markupsafe",
    "fsspec",
    # Of numba: other processors than the CPU, several threads in one kernel, its tests and its other ways to compile.
    "numba.cuda",
    "numba.np.ufunc.omppool",
    "numba.np.ufunc.tbbpool",
    "numba.np.ufunc.workqueue",
    "numba.pycc",
    "numba.runtests",
    "numba.testing",
    "numba.tests",
    "llvmlite.tests",
    "PySide6.QtNetwork",  # nothing here opens a connection
]

BALLAST = (
    "torch/test/*",
    "torch/include/*",
    "torch/share/*",
    "torch/_inductor/*",
    "torch/_dynamo/*",
    "torch/onnx/*",
    "torch/bin/[!t]*",
    "torch/bin/test_*",
    "torch/bin/*.pt",  # all but torch_shm_manager, which torch looks for
    "torch/lib/*test*",
    "torch/lib/libbackend_with_compiler*",
    "torch/lib/libaoti_custom_ops*",
    "torch/lib/*.lib",  # for linking on Windows
    "PySide6/*translations/qt[a-z]*_*",
    "PySide6/*plugins/egldeviceintegrations/*",
    "PySide6/*plugins/generic/*",
    "PySide6/*plugins/networkinformation/*",
    "PySide6/*plugins/tls/*",
    "PySide6/*plugins/qmltooling/*",
    "PySide6/*plugins/platforms/*eglfs*",
    "PySide6/*plugins/platforms/*linuxfb*",
    "PySide6/*plugins/platforms/*vnc*",
    "PySide6/*plugins/platforms/*vkkhrdisplay*",
    "PySide6/*plugins/platforms/*minimal*",
    "PySide6/*plugins/imageformats/*tiff*",
    "PySide6/*plugins/imageformats/*tga*",
    "PySide6/*plugins/imageformats/*wbmp*",
    "PySide6/*libQt6EglF*",
    "PySide6/*plugins/platformthemes/*gtk3*",
    "PySide6/*libQt6Network*",
    "PySide6/opengl32sw.dll",
    "pygame/examples/*",
    "pygame/tests/*",
    "pygame/docs/*",
    "pyqtgraph/examples/*",
    "*.dist-info/[!M]*",  # all but METADATA: RECORD has sums of scripts that name the folder of whoever builds
)
# Under the LGPL: their modules are files of their own, not inside the executable, so that anybody can exchange them.
EXCHANGEABLE = ("PySide6", "shiboken6", "pygame")

SPOKEN = ("PySide6/*translations/qt*_zh_CN.qm", "PySide6/*translations/qt*_en.qm")

# Of the libraries of the Linux it is built on, only these come along: what Python itself is built with, and what a window
# needs that desktops often lack. All else (glib, fontconfig, X11, libstdc++ ...) must be that of the computer it runs on:
# it belongs together with that computer's drivers, themes and settings.
FROM_LINUX = (
    "libpython3*",
    "libssl.so*",
    "libcrypto.so*",
    "libffi.so*",
    "libbz2.so*",
    "liblzma.so*",
    "libuuid.so*",
    "libxcb-cursor.so*",
    "libxcb-icccm.so*",
    "libxcb-image.so*",
    "libxcb-keysyms.so*",
    "libxcb-render-util.so*",
    "libxcb-shape.so*",
    "libxcb-util.so*",
    "libxcb-xkb.so*",
    "libxkbcommon.so*",
    "libxkbcommon-x11.so*",  # these two share structures: one of another version would crash the other
)
OF_LINUX = ("/lib/", "/usr/lib/", "/lib64/", "/usr/lib64/")

# Their symbol tables are a fifth of them; nothing but a debugger reads those.
STRIPPED = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_python.so",
    "llvmlite/binding/libllvmlite.so",
    "numba/**/*.so",
    "libpython3*.so*",
    "python3*/lib-dynload/*.so",
    "av/*.so",
    "av/*/*.so",
)


def resources(folder: Path) -> list[tuple[str, str]]:
    """Return PyInstaller's pairs for the resources in `folder`.

    A pair is a file or folder, and the folder it goes to.
    """
    return [
        (str(path), f"resources/{path.name}" if path.is_dir() else "resources")
        for path in sorted(folder.iterdir())
        if path.name not in NOT_SHIPPED
    ]


def shown_sources(folder: Path) -> list[tuple[str, str]]:
    """Return the pairs of the source files in `folder`, the package of algorithms.

    The inspector shows their lines; PyInstaller ships what was compiled of them alone.
    """
    place = Path(folder.parent.name, folder.name)
    return [(str(path), (place / path.relative_to(folder).parent).as_posix()) for path in sorted(folder.rglob("*.py"))]


def cpp_runtime(folder: Path) -> list[Entry]:
    """Return the entries of the C++ runtime of Windows, which lies in `folder`, that of shiboken6.

    The program loads it from there before anything else, in every process (playground/cpp_runtime.py).
    """
    return [(f"{folder.name}/{path.name}", str(path), "BINARY") for path in sorted(folder.glob("*140*.dll"))]


def needed(table: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one of PyInstaller's tables that the program needs."""
    return [entry for entry in table if not _is_ballast(entry)]


def _is_ballast(entry: Entry) -> bool:
    where, source, kind = entry[0].replace("\\", "/"), entry[1], entry[2]
    if kind == "SYMLINK" and "/" not in where:
        return True  # a second name for a library that is found by its own; sticks formatted for Windows have no links
    if sys.platform == "win32" and source.lower().startswith(os.environ["SYSTEMROOT"].lower() + "\\"):
        return True  # of whoever builds: every computer has its own, but for the C++ runtime, which shiboken6 brings
    if sys.platform == "linux" and source.startswith(OF_LINUX):
        return not _matches(where, FROM_LINUX)
    return _matches(where, BALLAST) and not _matches(where, SPOKEN)


def _matches(where: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(where, pattern) for pattern in patterns)
