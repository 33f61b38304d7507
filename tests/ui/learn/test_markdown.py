"""Texts of a lesson: HTML is text, links do what is allowed, and pictures come from its own folder."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument

from playground.ui.learn.markdown_text import MarkdownText

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def shown(qtbot, tmp_path):
    text = MarkdownText("text", tmp_path)
    text.resize(400, 100)
    qtbot.addWidget(text)
    text.show()
    return text


def links(text):
    return [target for _position, _length, target in text._fragments()]


def test_html_is_shown_as_text(shown):
    shown.show_text("A <b>bold</b> word\n\n<script>alert(1)</script>")
    assert "<b>bold</b>" in shown.toPlainText()
    assert "<script>" in shown.toPlainText()


def test_links_lead_to_the_glossary_and_to_actions_that_are_allowed_and_nowhere_else(shown):
    shown.show_text(
        "[a](glossary:epsilon) [b](do:act_run) [c](do:act_quit) [d](https://x.org) <https://y.org> [e](file:///etc)",
        frozenset({"act_run"}),
    )
    assert links(shown) == ["glossary:epsilon", "do:act_run"]
    assert all(word in shown.toPlainText() for word in "abcde")


def test_a_link_is_told_with_what_it_leads_to(qtbot, shown):
    shown.show_text("[a](glossary:epsilon)")
    with qtbot.waitSignal(shown.link_chosen) as told:
        shown.anchorClicked.emit(QUrl("glossary:epsilon"))
    assert told.args == ["glossary", "epsilon"]


def test_a_picture_of_its_folder_is_shown_as_wide_as_there_is_room(shown, tmp_path):
    picture = QImage(1000, 500, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0072B2"))
    picture.save(str(tmp_path / "a.png"))
    (tmp_path / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>')
    found = shown.loadResource(IMAGE, QUrl("a.png"))
    assert found.width() <= 400
    assert found.pixelColor(3, 3) == QColor("#0072B2")
    assert not shown.loadResource(IMAGE, QUrl("b.svg")).isNull()


@pytest.mark.parametrize("name", ["../a.png", "/a.png", "file:///a.png", "https://x.org/a.png", "no.png"])
def test_any_other_picture_is_words_that_say_why(shown, tmp_path, name):
    picture = QImage(10, 10, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0072B2"))
    picture.save(str(tmp_path.parent / "a.png"))
    found = shown.loadResource(IMAGE, QUrl(name))
    assert found.width() > 100  # words
    assert "#0072b2" not in {found.pixelColor(x, 5).name() for x in range(10)}


@pytest.mark.parametrize(
    "part", ['<image href="../a.png"/>', '<image xlink:href="file:///a.png"/>', "<style>@import 'x'</style>"]
)
def test_a_drawing_that_leads_out_of_itself_is_words_that_say_why(shown, tmp_path, part):
    (tmp_path / "b.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{part}</svg>')
    assert shown.loadResource(IMAGE, QUrl("b.svg")).width() > 100


def test_the_text_is_as_high_as_it_is(shown):
    shown.show_text("One line")
    low = shown.height()
    shown.show_text("A line.\n\n" * 12)
    assert shown.height() > 6 * low
