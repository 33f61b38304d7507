"""A lesson is read whole or refused with every reason and its place; nothing in it is run."""

from __future__ import annotations

import pytest

from playground.errors import FileError
from playground.lessons.check import faults_of, warnings_of
from playground.lessons.lesson import LessonError
from playground.lessons.reader import lesson_from, read_lesson
from tests.lessons.texts import GOOD, changed


def faults(tmp_path, data):
    """Return what is wrong with a lesson as (line, words)."""
    try:
        lesson = lesson_from(data, tmp_path / "lesson.md")
    except LessonError as error:
        found = error.faults
    else:
        found = faults_of(lesson)
    return [(fault.line, str(fault.error)) for fault in found]


def line_of(text):
    return next(number for number, line in enumerate(GOOD.splitlines(), 1) if text in line)


def test_a_lesson_says_what_to_show_ask_run_and_explain(tmp_path):
    lesson = lesson_from(GOOD.encode(), tmp_path / "lesson.md")
    first, second, third = lesson.pages
    assert (lesson.title, lesson.settings.params.seed, lesson.claim.shows) == ("How long it stays up", 3, 20)
    assert (first.title, first.question.answers) == ("Before it learns", ("about 20", "about 400"))
    assert 'print("shown as text, never run")' in first.text
    assert "question" not in first.text
    assert set(first.explanations) == {"right", "about 20", ""}
    assert (second.run.at_most, second.question.value) == (100, "epsilon")
    assert (third.question.is_scored, third.hints, third.check.says) == (True, ("Look for D.",), "Begin again.")


def test_a_lesson_is_a_folder_or_a_file(tmp_path):
    (tmp_path / "mine.lesson.md").write_text(GOOD, encoding="utf-8-sig")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "lesson.md").write_text(GOOD.replace("\n", "\r\n"))
    titles = {read_lesson(tmp_path / name).title for name in ("mine.lesson.md", "folder")}
    assert titles == {"How long it stays up"}
    with pytest.raises(FileError, match="no file"):
        read_lesson(tmp_path / "other")


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('title = "How long it stays up"', "title = How long", "title =", "not TOML"),
        ('title = "How long it stays up"', "", "format =", "title is missing"),
        ("seed = 3", 'seed = "3"', "seed =", "seed has to be a whole number"),
        ("seed = 3", "sede = 3", "seed =", "“sede” is not known here"),
        ("format = 1", "format = 9", "format =", "newer version"),
        ("seed = 3", 'seed = 3\nenvironment = "Moon-v1"', "format =", "Moon-v1"),
        ("seed = 3", "seed = 3\nvalues = { gama = 0.5 }", "seed = 3", "gama"),
        ('kind = "number"', 'kind = "guess"', 'kind = "number"', "no kind of question “guess”"),
        ('key = "about 20"', 'key = "about 30"', 'key = "about 20"', "none of the answers"),
        ('"about 400"]', '"right"]', 'answers = ["about 20"', "No answer can be called “right”"),
        ('key = "0.5"', 'key = "half"', 'key = "0.5"', "number in quotes"),
        ("at_most = 3000", "at_most = 0", "at_most = 3000", "from 1 to 1,000,000"),
        ("at_most = 3000", "", "anew = true", "at_most is missing"),
        ("anew = true", "anew = false", "settings = {", "begins anew"),
        ('name = "later"', 'name = "first"', 'name = "later"', "used twice"),
        ('until = "episode >= 21"', 'until = "episdoe >= 21"', "anew = true", "episdoe"),
        ('until = "episode >= 21"', 'until = "episode >= "', "anew = true", ""),
        ('value = "epsilon"', 'value = "epsilom"', 'name = "later"', "no number “epsilom”"),
        ('holds = "at_first < 100"', 'holds = "at_last < 100"', 'holds = "at_first', "at_last"),
        ("settings = { epsilon = 1.0 }", "settings = { epsilon = 7.0 }", "anew = true", "epsilon"),
        ("```explain about 20", "```explain about 30", "## Before it learns", "no answer is called so"),
        ("## Before it learns", "Before it learns", "## Before it learns", "Text stands before the first page"),
        ("Look for D.\n```", "Look for D.", "```hint", "no end"),
        ('right = "replay_buffer"', "", 'name = "where"', "in one way"),
        ("Everything is chance.", "![a](../secret.png)", "## Before it learns", "own folder"),
        ("Everything is chance.", "![a](https://example.org/a.png)", "## Before it learns", "own folder"),
        ("Everything is chance.", "![a](none.png)", "## Before it learns", "missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, old, new, at, words):
    found = faults(tmp_path, changed(old, new))
    told = [said for line, said in found if line in (line_of(at), line_of(at) - 1, line_of(at) + 1)]
    assert any(words in said for said in told), found


def test_a_lesson_that_is_right_has_no_faults_and_warns_of_curves_that_differ(tmp_path):
    assert faults(tmp_path, GOOD.encode()) == []
    lesson = lesson_from(changed("seed = 3", 'seed = 3\nvalues = { arithmetic = "torch" }'), tmp_path / "lesson.md")
    assert "other computers" in str(warnings_of(lesson)[0])
    seldom = lesson_from(changed("shows = 20", "shows = 11"), tmp_path / "lesson.md")
    assert "11 of 20" in str(warnings_of(seldom)[0])


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"+++\n+++\n", b"+++\n", b"## Only a page\n", b"\x00" * 100])
def test_what_is_no_lesson_is_refused_in_words(tmp_path, data):
    with pytest.raises(LessonError) as refusal:
        lesson_from(data, tmp_path / "x.lesson.md")
    assert "x.lesson.md" in str(refusal.value)
    assert refusal.value.faults


def test_ten_megabytes_of_text_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "long.lesson.md"
    path.write_text(GOOD + "x" * 10_000_000)
    with pytest.raises(FileError, match="more than 1 MiB"):
        read_lesson(path)


def test_a_picture_is_one_by_its_content_and_no_link(tmp_path):
    (tmp_path / "a.png").write_bytes(b"MZ")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "c.png").symlink_to(tmp_path / "b.png")
    text = "![a](a.png) ![b](b.png) ![c](c.png)"
    said = [words for _, words in faults(tmp_path, changed("Everything is chance.", text))]
    assert len(said) == 2
    assert any("not what its name says" in words for words in said)
    assert any("is a link" in words for words in said)
