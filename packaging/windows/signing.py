"""Signing of programs for Windows, where a certificate is at hand.

Without one nothing is signed, and Windows says so. PLAYGROUND_CERTIFICATE names a PKCS #12 file (.pfx),
PLAYGROUND_CERTIFICATE_PASSWORD what opens it. As a command, called by makensis for the uninstaller and the installer:
`signing.py FILE`. On Windows signtool signs, elsewhere osslsigncode.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # makensis starts this file by itself
from bundle.laptop import held_files
from talk import StopError, say

CERTIFICATE = "PLAYGROUND_CERTIFICATE"
PASSWORD = "PLAYGROUND_CERTIFICATE_PASSWORD"
TIMESTAMP = "PLAYGROUND_TIMESTAMP_SERVER"  # empty: without a timestamp, and valid only as long as the certificate
USUAL_SERVER = "http://timestamp.digicert.com"


def is_wanted() -> bool:
    """Return whether there is a certificate to sign with."""
    return bool(os.environ.get(CERTIFICATE))


def command_text() -> str:
    """Return the command that signs a file, as makensis starts it.

    The file's name is put behind it.
    """
    return f'"{sys.executable}" "{Path(__file__).resolve()}"'


def sign(path: Path) -> None:
    """Sign the program at `path` in place.

    Raises
    ------
    StopError
        If the tool that signs is missing or does not sign; the file is as it was.
    """
    certificate, password = os.environ[CERTIFICATE], os.environ.get(PASSWORD, "")
    server = os.environ.get(TIMESTAMP, USUAL_SERVER)
    signed = path.with_name(f"{path.name}.signed")
    if sys.platform == "win32":
        words = ["sign", "/f", certificate, "/p", password, "/fd", "SHA256"]
        words += ["/tr", server, "/td", "SHA256"] if server else []
        command = [str(_signtool()), *words, str(signed)]
        shutil.copyfile(path, signed)
    else:
        if not shutil.which("osslsigncode"):
            raise StopError("osslsigncode is missing, which signs here: sudo apt-get install osslsigncode.")
        words = ["sign", "-pkcs12", certificate, "-pass", password, "-h", "sha256", "-n", "RL Playground"]
        words += ["-ts", server] if server else []
        command = ["osslsigncode", *words, "-in", str(path), "-out", str(signed)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        held_files.remove(signed)
        raise StopError(f"{path} could not be signed; the reason is above.", made.stdout + made.stderr)
    held_files.replace(signed, path)


def _signtool() -> Path:
    """Return signtool.exe, from PATH or the newest kit for Windows that is installed."""
    if found := shutil.which("signtool"):
        return Path(found)
    kits = Path(os.environ.get("PROGRAMFILES(X86)", ""), "Windows Kits", "10", "bin")
    versions = sorted(kits.glob("10.*/x64/signtool.exe"), key=lambda path: _numbers(path.parts[-3]))
    if not versions:
        raise StopError("signtool is missing, which comes with the Windows SDK.")
    return versions[-1]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]


if __name__ == "__main__":
    try:
        sign(Path(sys.argv[1]))
    except StopError as stop:
        say(f"{stop.details}\n{stop}")
        sys.exit(1)
