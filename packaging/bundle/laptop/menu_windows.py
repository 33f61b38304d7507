"""A shortcut in the user's Start menu, and a command beside the installation."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bundle.laptop.fitting import Bundle
from bundle.laptop.places import Record

# Windows has no other means for shortcuts in a bare Python than its scripting host. Values come as environment
# variables, so that no name of a folder is ever read as code.
_SCRIPT = """
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($env:PLAYGROUND_LINK)
$shortcut.TargetPath = $env:PLAYGROUND_PYTHON
$shortcut.Arguments = '-I -m playground'
$shortcut.IconLocation = $env:PLAYGROUND_ICON
$shortcut.WorkingDirectory = $env:USERPROFILE
$shortcut.Save()
"""


def command(base: Path, target: Path) -> str:
    """Return the path of the command that starts the playground."""
    return f'"{base / "playground.bat"}"'


def add(base: Path, target: Path, bundle: Bundle, record: Record) -> list[Path]:
    """Make the shortcut and the command.

    Where PowerShell is barred, a .bat file replaces the shortcut.
    """
    python = target / "Scripts" / "python.exe"
    # cmd reads a .bat in the code page of its console, so names in Chinese are safe only relative to the file itself.
    relative = f'@"%~dp0{python.relative_to(base)}" -I -m playground %*\r\n'
    record.write(base / "playground.bat", relative.encode("ascii"))
    icon = base / "playground.ico"
    record.write(icon, (bundle.files / "desktop" / "app.ico").read_bytes())
    roaming = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
    menu = Path(roaming) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    link = menu / "RL Playground.lnk"
    record.make_folder(menu)
    record.remember(link)
    values = {
        "PLAYGROUND_LINK": str(link),
        "PLAYGROUND_PYTHON": str(python.with_name("pythonw.exe")),
        "PLAYGROUND_ICON": str(icon),
    }
    powershell = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _SCRIPT]
    try:
        subprocess.run(powershell, env=os.environ | values, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        pass
    if link.exists():
        return []
    start = (
        f'@start "" "%LOCALAPPDATA%\\Programs\\rl-playground\\{target.name}\\Scripts\\pythonw.exe" -I -m playground\r\n'
    )
    instead = menu / "RL Playground.bat"
    return [] if record.write(instead, start.encode("ascii")) else [instead]


def refresh() -> None:
    """Do nothing: the Start menu notices by itself."""
