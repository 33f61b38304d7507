"""Opening a lesson: from the list, as a file, a folder, by drop; and what cannot be opened says why."""

from __future__ import annotations

import pytest

from playground.lessons.shipped import shipped
from tests.ui.learn.lesson_window import LessonWindow


@pytest.fixture
def here(qtbot, window, tmp_path):
    return LessonWindow(qtbot, window, tmp_path)


def test_the_list_has_every_lesson_of_the_program_and_opens_it(here):
    here.window.actions_by_name["act_workspace_learn"].trigger()
    for folder in shipped("en"):
        assert here.is_seen(f"lesson_open_{folder.name}")
    here.click("lesson_open_04-epsilon")
    here.begun()
    assert here.window.lessons.lesson.path.parent.name == "04-epsilon"
    here.click("lesson_leave")
    assert here.is_seen("lesson_list")  # where it was opened from


@pytest.mark.parametrize("way", ["file", "folder", "single file"])
def test_a_file_or_a_folder_that_is_opened_or_dropped_is_a_lesson(here, write, way):
    file = write(name="one.lesson.md" if way == "single file" else "lesson.md")
    here.window.drop.dropped.emit(file.parent if way == "folder" else file)
    here.begun()
    assert here.text("lesson_page_title") == "Before it learns"


def test_a_lesson_with_faults_is_refused_in_a_sentence_and_shows_all_on_demand(here, write):
    file = write(('title = "How long it stays up"', "title = 3"), ("at_most = 3000", "at_most = 0"))
    here.window.files.open(str(file))
    assert here.window.workspaces.current == "learn"
    assert "line 3" in here.text("lesson_fault_words")
    here.click("lesson_fault_all")
    assert len(here.text("lesson_fault_list").splitlines()) == 2
    here.click("lesson_fault_close")
    assert not here.is_seen("lesson_fault")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("seed = 3", 'environment = "Nowhere-v0"'), "Nowhere"),
        (("seed = 3", 'hide = ["everything"]'), "everything"),
        (('until = "episode >= 21"', 'until = "episodee >= 21"'), "episodee"),
        (("format = 1", "format = 99"), "newer"),
    ],
)
def test_what_a_lesson_names_and_is_not_there_is_said(here, write, change, said):
    here.window.files.open(str(write(change)))
    assert said in here.text("lesson_fault_words")
    assert here.window.lessons.lesson is None
    assert here.latest.n_steps == 0


def test_ten_megabytes_of_text_are_refused_before_they_are_read(here, tmp_path):
    file = tmp_path / "long.lesson.md"
    file.write_bytes(b"word " * (2 << 20))
    here.window.files.open(str(file))
    assert here.is_seen("lesson_fault")


def test_a_broken_lesson_leaves_the_one_that_is_open(here, write):
    here.window.files.open(str(write()))
    here.begun()
    here.window.files.open(str(write(("seed = 3", "seed = true"), name="bad.lesson.md")))
    assert here.is_seen("lesson_page")
    assert "bad.lesson.md" in here.window.notice.text
