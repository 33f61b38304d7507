"""A Windows of Wine's for one test: programs run in it, and what they leave in files and registry."""

from __future__ import annotations

import os
import re
import subprocess
import time

LANGUAGES = {"en": "C", "zh": "zh_CN"}


class Windows:
    """A Windows, made anew in the folder `prefix`, which speaks `language`; `locales` is where Chinese was made."""

    def __init__(self, prefix, language="en", locales=""):
        self.prefix = prefix
        self.variables = os.environ | {
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "LC_ALL": f"{LANGUAGES[language]}.UTF-8",
            "LOCPATH": str(locales),
            "DISPLAY": "",
        }
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")
        self.home = next(folder for folder in (prefix / "drive_c/users").iterdir() if folder.name != "Public")
        self.program = self.home / "AppData/Local/Programs/RL Playground"

    def run(self, *words):
        """Run a program to its end; return its exit code."""
        return self.start(*words).wait(120)

    def start(self, *words):
        nothing = subprocess.DEVNULL
        return subprocess.Popen(["wine", *map(str, words)], env=self.variables, stdout=nothing, stderr=nothing)

    def install(self, installer, folder):
        """Install into `folder` in silence; return the exit code.

        NSIS wants its name without the quotation marks that Wine sets: cmd takes the line as it stands.
        """
        return self.run("cmd", "/c", f"{_on_drive(installer)} /S /D={folder}")

    def uninstall(self):
        """Run the uninstaller in its place, so that it can be waited for; return its exit code."""
        folder = f"C:\\users\\{self.home.name}\\AppData\\Local\\Programs\\RL Playground"
        batch = (
            self.prefix / "drive_c/uninstall.bat"
        )  # NSIS wants the folder without the quotation marks that Wine sets
        batch.write_text(f'@"{folder}\\Uninstall.exe" /S _?={folder}\r\n@exit %ERRORLEVEL%\r\n')
        code = self.run("cmd", "/c", "C:\\uninstall.bat")
        batch.unlink()
        return code

    def find_what_the_user_has(self):
        """Copy what was set for the user to what is set for the computer: Windows looks at both, this Wine not."""
        for key in (r"Software\Classes", r"Software\Microsoft\Windows\CurrentVersion\App Paths"):
            assert self.run("reg", "copy", rf"HKCU\{key}", rf"HKLM\{key}", "/s", "/f") == 0

    def registry(self):
        """Return what is set for the user: for each key the lines of its values."""
        self.close()  # it writes its files only then
        keys = {}
        for part in (self.prefix / "user.reg").read_text(encoding="utf-8").split("\n\n"):
            lines = part.strip().split("\n")
            if found := re.match(r"\[(.*)\]", lines[0]):
                keys[_plain(found[1])] = {_plain(line) for line in lines[1:] if line.startswith(("@", '"'))}
        return keys

    def files(self):
        """Return the names of all files and folders, temporary ones left out."""
        drive = self.prefix / "drive_c"
        return {str(path.relative_to(drive)) for path in drive.rglob("*") if "Temp" not in path.parts}

    def wait(self):
        """Wait until no program runs any more."""
        subprocess.run(["wineserver", "-w"], env=self.variables, timeout=120, check=False)

    def close(self):
        subprocess.run(["wineserver", "-k"], env=self.variables, check=False)
        self.wait()


def _plain(text):
    """Return what a line of a registry file says: it has `\\x` before other letters than ASCII, and doubles backslashes."""
    text = re.sub(r"\\x([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return text.replace('\\"', '"').replace("\\\\", "\\")


def wait_for(path):
    """Return what is in the file at `path`, once there is one."""
    end = time.monotonic() + 60
    while not (path.exists() and path.stat().st_size):
        assert time.monotonic() < end, f"{path} does not appear"
        time.sleep(0.05)
    return path.read_text(encoding="utf-16-le").lstrip("\ufeff")


def _on_drive(path):
    return "Z:" + str(path).replace("/", "\\")
