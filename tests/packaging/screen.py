"""Shows a window of the program on a virtual screen inside a Debian, presses keys there, and brings back what is seen."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

SCREENS = Path(__file__).parent.parent.parent / "packaging" / "build" / "screens"
PACKAGES = ("xvfb", "xdotool")
ENGLISH = "RL Playground"
# Words: what the title of the window holds, the keys, a pattern for files to wait for, then the command.
SCRIPT = """
title=$1 keys=$2 awaited=$3; shift 3
folder=/tmp/screen; rm -rf $folder /tmp/.X7-lock /tmp/.X11-unix/X7; mkdir $folder; export DISPLAY=:7
Xvfb :7 -screen 0 1280x800x24 -fbdir $folder 2>$folder/server & server=$!
until [ -S /tmp/.X11-unix/X7 ]; do kill -0 $server || exit 97; sleep 0.1; done
"$@" & program=$!
window=$(timeout 60 xdotool search --sync --onlyvisible --name "$title" | tail -1)
[ -n "$window" ] || { echo "no window appeared" >&2; kill $program $server; exit 98; }
for n in 1 2 3 4 5 6; do  # until it rests; a replay goes on
    was=$now; sleep 2; now=$(md5sum <$folder/Xvfb_screen0); [ "$now" != "$was" ] || break
done
xdotool windowfocus --sync "$window"
for key in $keys; do xdotool key "$key"; done
n=0; while [ -n "$awaited" ] && ! sh -c "ls -d $awaited" >/dev/null 2>&1; do
    n=$((n + 1)); [ $n -lt 300 ] || { echo "$awaited did not appear" >&2; break; }; sleep 0.2
done
cp $folder/Xvfb_screen0 $folder/seen
xdotool windowfocus --sync "$window" key ctrl+q
wait $program; ended=$?
n=0; while xdotool search --onlyvisible --name "$title" >/dev/null 2>&1; do  # something else may have started it
    n=$((n + 1)); [ $n -lt 100 ] || { echo "the window stayed open" >&2; ended=99; break; }; sleep 0.2
done
kill $server; wait $server
exit $ended
"""


@dataclass(frozen=True)
class Shown:
    """What came of a program with a window."""

    ended: int  # exit code of the program, after Ctrl+Q; or 97 without a screen, 98 without a window, 99 where it stays
    said: str
    image: QImage

    @property
    def n_colours(self) -> int:
        return len(set(self.image.convertToFormat(QImage.Format.Format_Indexed8).colorTable()))

    def save(self, name: str) -> None:
        """Keep the picture for people to look at."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        assert self.image.save(str(SCREENS / name))


def show(computer, program, *words, title=ENGLISH, language="C.UTF-8", keys=(), awaited=""):
    """Run `program` as the user of `computer`, press `keys` once it is painted, wait for files `awaited`, and quit it."""
    command = ["bash", "-c", SCRIPT, "bash", title, " ".join(keys), awaited, program, *words]
    ended = computer.run(*command, environment={"LANG": language})
    dump = computer.system.root / "tmp" / "screen" / "seen"
    image = _picture(dump.read_bytes()) if dump.exists() else QImage()
    return Shown(ended.returncode, ended.stdout + ended.stderr, image)


def _picture(dump: bytes) -> QImage:
    """Return the picture in a file as Xvfb keeps it: XWD, with 32 bits for each pixel."""
    header = struct.unpack_from(">25I", dump)
    width, height, per_line, n_colours = header[4], header[5], header[12], header[19]
    start = header[0] + 12 * n_colours
    pixels = dump[start : start + per_line * height]
    return QImage(pixels, width, height, per_line, QImage.Format.Format_RGB32).copy()
