"""A lesson in the real window, gone through as a person does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.ui.trainer.snapshot import TrainerState


class LessonWindow:
    """The window and a lesson's file; buttons are clicked, and the trainer is waited for."""

    def __init__(self, qtbot, window, file):
        self.qtbot, self.window, self.file = qtbot, window, file

    def child(self, name):
        found = [each for each in self.window.findChildren(QWidget, name) if not each.isHidden()]
        found = found or self.window.findChildren(QWidget, name)
        assert found, name
        return found[-1]

    def is_seen(self, name):
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def text(self, name):
        child = self.child(name)
        return child.toPlainText() if hasattr(child, "toPlainText") else child.text()

    def click(self, name):
        button = self.child(name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        button.click()

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=30_000)

    @property
    def latest(self):
        return self.window.controller.latest

    def open(self):
        self.window.files.open(str(self.file))
        self.begun()

    def begun(self):
        """Wait until the lesson's run is there."""
        settings = self.window.lessons.lesson.settings
        self.wait(lambda: self.latest.settings == settings and self.latest.state is TrainerState.PAUSED)

    def choose(self, number):
        self.click(f"lesson_answer_{number}")
        self.click("lesson_predict")

    def type_number(self, text):
        self.child("lesson_answer_number").setText(text)
        self.click("lesson_predict")

    def run(self):
        self.click("lesson_run")
        self.wait(lambda: self.child("lesson_next").isEnabled())

    def go_on(self):
        before = self.text("lesson_where")
        self.click("lesson_next")
        self.wait(lambda: self.text("lesson_where") != before or self.is_seen("lesson_end"))
