"""Chinese on a system without a font for it: by the one that came along, in the window and in the picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.text import _CHINESE

ROOT = Path(__file__).parents[3]
# A font without a character draws the same box for each. The one that comes along has no digits: a digit beside Chinese
# is to be drawn as one that stands alone, by a font for Latin letters.
CHILD = """
import sys
sys.frozen, sys._MEIPASS, sys.executable = True, sys.argv[1], sys.argv[1] + "/playground"
from playground.ui.app import create
from playground.ui.help.text_dialog import TextDialog
from playground.envs.drawing.text import lettering
from playground.envs.drawing.quiet_pygame import pygame
from PySide6.QtWidgets import QLabel
window = create([])
labels, drawn = set(), set()
for text in "回报步数贪心探索":
    label = QLabel(text)
    label.resize(40, 40)
    image = label.grab().toImage()
    labels.add(bytes(image.constBits()))  # which are the image's own: it must stay until they are copied
    drawn.add(pygame.image.tobytes(lettering(text, 24, (0, 0, 0)), "RGBA"))
mixed, digit = (lettering(text, 24, (0, 0, 0)) for text in ("种7", "7"))
last = mixed.subsurface(mixed.get_width() - digit.get_width(), 0, digit.get_width(), mixed.get_height())
glyphs = {pygame.image.tobytes(one.subsurface(one.get_bounding_rect()), "RGBA") for one in (last, digit)}
print(len(labels), len(drawn), len(glyphs))
window.close()
"""


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A Linux with Latin fonts alone, and a program with the resources of this one."""
    pygame.font.init()
    latin, chinese = pygame.font.match_font("dejavusans"), next(filter(None, map(pygame.font.match_font, _CHINESE)))
    for name, font in (("latin", latin), ("chinese", chinese)):
        (tmp_path / name).mkdir()
        (tmp_path / name / Path(font).name).symlink_to(font)
    (tmp_path / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{tmp_path}/latin</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    resources = tmp_path / "program" / "resources"
    resources.mkdir(parents=True)
    for path in (ROOT / "resources").iterdir():
        (resources / path.name).symlink_to(path)
    return tmp_path


def seen(system):
    command = [sys.executable, "-W", "error::UserWarning", "-c", CHILD, str(system / "program")]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS have Chinese fonts of their own")
@pytest.mark.parametrize(("comes_along", "expected"), [(True, ["8", "8", "1"]), (False, ["1", "1", "1"])])
def test_chinese_is_drawn_by_the_font_that_came_along_where_the_system_has_none(system, comes_along, expected):
    if comes_along:
        (system / "program" / "resources" / "fonts").symlink_to(system / "chinese")
    assert seen(system) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS tell pygame of their fonts themselves")
def test_where_the_system_cannot_list_its_fonts_what_came_along_is_taken_without_a_word(system, monkeypatch):
    (system / "program" / "resources" / "fonts").symlink_to(system / "chinese")
    monkeypatch.setenv("PATH", str(system))  # so that there is no fc-list
    assert seen(system)[:2] == ["8", "8"]
