"""Which libraries a library of Windows or macOS asks for, and by which names it calls them; read without running it."""

from __future__ import annotations

import posixpath
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

ARM64 = 0x0100000C  # as Mach-O calls Apple's processors
MACH_O = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")  # for one kind of processor, and for several


@dataclass
class Asks:
    """What one file asks for: libraries by their names, in lower case, and the symbols of each where that is said."""

    libraries: dict[str, set[str]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)  # macOS: where it looks for what begins with @rpath


def is_of_windows(name: str) -> bool:
    return PurePosixPath(name.lower()).suffix in (".dll", ".pyd")


def of_windows(data: bytes) -> Asks:
    """Return what the DLL asks for when it is loaded, and what it asks for later."""
    import pefile

    tables = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
    library = pefile.PE(data=data, fast_load=True)
    library.parse_data_directories(directories=[pefile.DIRECTORY_ENTRY[name] for name in tables])
    asks = Asks()
    for name in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
        for entry in getattr(library, name, []):
            symbols = asks.libraries.setdefault(entry.dll.decode().lower(), set())
            symbols |= {one.name.decode() for one in entry.imports if one.name}
    return asks


def is_of_macos(name: str, data: bytes) -> bool:
    return data[:4] in MACH_O and PurePosixPath(name).suffix not in (".o", ".a", ".class")


def of_macos(data: bytes) -> Asks:
    """Return what the part for Apple's processors asks for."""
    from macholib.MachO import MachO

    asks = Asks()
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        for header in MachO(file.name).headers:
            if header.header.cputype != ARM64:
                continue
            for command, _, value in header.commands:
                if command.get_cmd_name() == "LC_RPATH":
                    asks.paths.append(value.rstrip(b"\0").decode())
            asks.libraries |= {path: set() for _, _, path in header.walkRelocatables()}
    return asks


def undefined_of_macos(data: bytes) -> set[str]:
    """Return the symbols that the library takes from others, without the line before each."""
    from macholib.MachO import MachO
    from macholib.SymbolTable import SymbolTable

    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return {name.decode().removeprefix("_") for _, name in SymbolTable(MachO(file.name)).undefsyms}


def places(asks: Asks, library: str, name: str) -> Iterator[str]:
    """Yield where macOS looks for `library`, which the file `name` asks for; paths as they are in a wheel."""
    anywhere = library.startswith("@rpath")
    starts = [path + library.removeprefix("@rpath") for path in asks.paths] if anywhere else [library]
    for start in starts:
        yield posixpath.normpath(start.replace("@loader_path", posixpath.dirname(name)))
