"""The systems that a bundle is made for, as pip and markers name them."""

from __future__ import annotations

from dataclasses import dataclass

PYTHONS = ("3.11", "3.12", "3.13")  # what pyproject.toml allows


@dataclass(frozen=True)
class System:
    """One kind of laptop."""

    name: str  # in the name of the file
    title: str
    platforms: tuple[str, ...]  # of wheels that run there, as pip knows them
    markers: dict[str, str]  # what the markers of requirements say there, beside the version of Python
    scripts: tuple[str, ...]  # of packaging/bundle/laptop, for a person to start


# glibc 2.34 is what Qt's wheel asks for: Debian 12, Ubuntu 22.04, Fedora 35 and later.
_LINUX = tuple(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1))

SYSTEMS = (
    System(
        "linux-x86_64",
        "Linux",
        (*_LINUX, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
        ("install-linux.sh", "uninstall-linux.sh"),
    ),
    System(
        "windows-x86_64",
        "Windows",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
        ("install-windows.bat", "uninstall-windows.bat"),
    ),
    System(
        "macos-arm64",
        "macOS on Apple silicon",
        ("macosx_14_0_arm64", "macosx_14_0_universal2"),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
        ("install-macos.command", "uninstall-macos.command"),
    ),
)
