"""Checks of parts that may crash: window, text, OpenGL, videos.

All were probed in other processes.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from playground.cli.screen import has_screen
from playground.i18n import N_
from playground.readiness.check_result import CheckResult, fails, limit, ready
from playground.readiness.evidence import Evidence
from playground.readiness.libraries import missing_libraries, packages_of
from playground.readiness.subprocess_check import ChildLost

WIDTH, HEIGHT = 1024, 700  # logical pixels: what the window needs to show all
_UNSEEN = ("offscreen", "minimal", "vnc")  # Qt's platforms that open windows which nobody sees here
_AGAIN = N_("Install the program again. If that does not help, send this report with a description of the computer.")


def check_window(evidence: Evidence) -> CheckResult:
    """Check that a window would open."""
    if not has_screen():
        return fails(
            N_("There is no screen to open a window on."),
            N_(
                "Log in at the computer itself, into a desktop session, and check again there. Without a screen only the command line works."
            ),
        )
    probed = evidence.screen
    if isinstance(probed, ChildLost):
        return _no_window(probed)
    if probed["platform"] in _UNSEEN:
        return limit(
            N_("Windows open, but nobody sees them: Qt uses the platform “{platform}”."),
            N_("Remove the environment variable QT_QPA_PLATFORM, and start the program again."),
            platform=probed["platform"],
        )
    return ready(N_("Windows open (Qt’s platform “{platform}”)."), platform=probed["platform"])


def check_screen(evidence: Evidence) -> CheckResult:
    """Check that the window fits on the screen."""
    probed = evidence.screen if has_screen() else None
    if probed is None or isinstance(probed, ChildLost) or not probed["screens"]:
        return limit(N_("The size of the screen is not known."), N_("See “Window”."))
    sizes = ", ".join(f"{screen['width']} × {screen['height']}" for screen in probed["screens"])
    scale = max(screen["scale"] for screen in probed["screens"])
    values: dict[str, Any] = {"sizes": sizes, "scale": round(100 * scale), "width": WIDTH, "height": HEIGHT}
    if not any(screen["width"] >= WIDTH and screen["height"] >= HEIGHT for screen in probed["screens"]):
        return limit(
            N_("The screen has {sizes} pixels at {scale} % scaling; the window needs {width} × {height} to show all."),
            N_("Choose a higher resolution or a smaller scaling in the settings of the display."),
            **values,
        )
    return ready(N_("{sizes} pixels at {scale} % scaling; {width} × {height} are enough."), **values)


def check_opengl(evidence: Evidence) -> CheckResult:
    """Report whether there is OpenGL; it is not needed."""
    probed = evidence.opengl if has_screen() else None
    if probed is None or isinstance(probed, ChildLost) or not probed["renderer"]:
        return ready(N_("Not there, and not needed: the program draws without it."))
    return ready(
        N_("{renderer}, version {version}. It is not needed: the program draws without it."),
        renderer=probed["renderer"],
        version=probed["version"],
    )


def check_letters(evidence: Evidence) -> CheckResult:
    """Check that texts can be read."""
    probed = evidence.letters
    if isinstance(probed, ChildLost):
        return fails(
            N_("Whether letters can be drawn is not known: {reason}."),
            _AGAIN,
            reason=probed.reason,
            details=probed.details,
        )
    if not probed["window"]["latin"]:
        return fails(
            N_("No text can be read in the window: there is no font with Latin letters."),
            N_(
                "Install a font. On Debian and Ubuntu: sudo apt-get install fonts-dejavu-core. On Fedora: sudo dnf install dejavu-sans-fonts. On Arch: sudo pacman -S ttf-dejavu."
            ),
        )
    if not probed["pictures"]["latin"]:
        return limit(N_("Texts in the pictures of environments cannot be read."), _AGAIN)
    return ready(N_("Texts can be read (font “{font}”)."), font=probed["font"])


def check_chinese(evidence: Evidence) -> CheckResult:
    """Check that Chinese can be read.

    Menus may be in that language, and so may titles that others gave their policies.
    """
    probed = evidence.letters
    if isinstance(probed, ChildLost) or not (probed["window"]["chinese"] and probed["pictures"]["chinese"]):
        return limit(
            N_("Chinese characters show as boxes. In English the program works."),
            N_(
                "Install a font that has them. On Debian and Ubuntu: sudo apt-get install fonts-wqy-microhei. On Fedora: sudo dnf install google-noto-sans-cjk-fonts. On Arch: sudo pacman -S noto-fonts-cjk."
            ),
        )
    return ready(N_("Chinese characters can be read."))


def check_video(evidence: Evidence) -> CheckResult:
    """Check that an episode can be filmed, and that the film plays."""
    probed = evidence.video
    if isinstance(probed, ChildLost):
        return limit(
            N_("No video can be saved: {reason}. All else works."), _AGAIN, reason=probed.reason, details=probed.details
        )
    return ready(N_("A film of {frames} frames was made and played."), **probed)


def _no_window(probed: ChildLost) -> CheckResult:
    missing = missing_libraries(probed.details) if sys.platform.startswith("linux") else []
    if not missing:
        platform = os.environ.get("QT_QPA_PLATFORM")
        if platform:
            return fails(
                N_("No window opens with QT_QPA_PLATFORM={platform}: {reason}."),
                N_("Remove the environment variable QT_QPA_PLATFORM, and start the program again."),
                platform=platform,
                reason=probed.reason,
                details=probed.details,
            )
        return fails(
            N_("No window opens: {reason}."),
            N_(
                "Log in at the computer itself, into a desktop session, and check again there. If that is where you are, install the program again."
            ),
            reason=probed.reason,
            details=probed.details,
        )
    packages = {name: " ".join(names) or "?" for name, names in packages_of(missing).items()}
    return fails(
        N_("No window opens, for system libraries are missing: {libraries}."),
        N_(
            "Install them. On Debian and Ubuntu: sudo apt-get install {apt}. On Fedora: sudo dnf install {dnf}. On Arch: sudo pacman -S {pacman}."
        ),
        libraries=", ".join(missing),
        details=probed.details,
        **packages,
    )
