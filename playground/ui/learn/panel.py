"""Panel of the Learn workspace: the list of lessons, or the lesson that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.i18n import _
from playground.ui.learn.course import Course, PageStage
from playground.ui.learn.end_view import EndView
from playground.ui.learn.lesson_list import LessonList
from playground.ui.learn.page_view import PageView, RunView

LEAST_WIDTH = 320  # px


class LessonPanel(QWidget):
    """Lessons in a column of text; it changes no run itself."""

    answer_given = Signal(str)
    run_wanted = Signal()
    hint_wanted = Signal()
    judged = Signal(bool)
    link_chosen = Signal(str, str)
    next_wanted = Signal()
    skip_wanted = Signal()  # the next page although its check does not hold
    back_wanted = Signal()
    leave_wanted = Signal()
    again_wanted = Signal()
    following_wanted = Signal()  # the lesson after this one

    def __init__(self, allowed: frozenset[str]) -> None:
        """`allowed` are the names of actions that links of a lesson may trigger."""
        super().__init__()
        self.setObjectName("lesson")
        self.setAccessibleName(_("Lesson"))
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEAST_WIDTH)
        self._allowed = allowed
        self._course: Course | None = None
        self._shown: int | None = None  # the page
        self.list = LessonList()
        self._page: PageView | None = None
        self._view: QWidget | None = None  # the page, or the end
        self._where = QLabel()
        self._where.setObjectName("lesson_where")
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._where.setWordWrap(True)
        self._where.setProperty("role", "muted")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("lesson_scroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.list)
        self._scroll.setWidget(self._content)
        self._foot = self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self._where)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self.show_list()

    def show_list(self) -> None:
        """Show the lessons there are."""
        self._course, self._shown = None, None
        self._drop_page()
        self.list.show()
        for widget in (self._where, self._foot):
            widget.hide()
        self._scroll.verticalScrollBar().setValue(0)

    def show_course(self, course: Course, run: RunView | None, following: str = "") -> None:
        """Show the page of a lesson; at its end, `following` is the next one's title."""
        if course is not self._course or self._shown != course.number:
            self._course, self._shown = course, course.number
            self._put_page(course, following)
        if self._page is not None:
            self._page.show_stage(course, run)
        number, of = course.number + 1, len(course.lesson.pages)
        if course.is_at_end:
            self._where.setText(course.lesson.title)
        else:
            said = _("{title} · page {n} of {of}").format(title=course.lesson.title, n=number, of=of)
            self._where.setText(said)
        self._back.setEnabled(course.number > 0)
        self._next.setHidden(course.is_at_end)
        is_judged = course.is_to_be_checked and course.page.check is not None and bool(course.page.check.judge)
        self._next.setEnabled(course.stage is PageStage.DONE and not is_judged)
        self._next.setText(_("To the end") if number == of else _("Next page"))
        self._next.setAccessibleName(self._next.text())

    def show_missing(self, says: str) -> None:
        """Say what is missing before the next page, and let it follow all the same."""
        if self._page is not None:
            self._page.show_missing(says)
        self._skip.show()
        self._scroll.ensureWidgetVisible(self._skip)

    def refuse(self, why: str) -> None:
        """Say why an answer is none."""
        if self._page is not None:
            self._page.refuse(why)

    def redraw(self) -> None:
        """Write the texts anew: the colours changed."""
        if self._page is not None and self._course is not None:
            self._page.show_texts(self._course)

    def focus_first(self) -> None:
        """Give the keys to what is to be done next."""
        first = None if self._page is None else self._page.first()
        if first is None:
            first = self._next if self._next.isEnabled() and not self._next.isHidden() else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_page(self, course: Course, following: str) -> None:
        self._drop_page()
        self.list.hide()
        for widget in (self._where, self._foot):
            widget.show()
        view: QWidget
        if course.is_at_end:
            view = end = EndView(course, following)
            end.again_wanted.connect(self.again_wanted)
            end.next_wanted.connect(self.following_wanted)
        else:
            view = self._page = page = PageView(course, self._allowed)
            page.answer_given.connect(self.answer_given)
            page.run_wanted.connect(self.run_wanted)
            page.hint_wanted.connect(self.hint_wanted)
            page.judged.connect(self.judged)
            page.link_chosen.connect(self.link_chosen)
        self._column.addWidget(view)
        view.show()  # at once: it gets the keys
        self._view = view
        self._skip.hide()
        self._scroll.verticalScrollBar().setValue(0)

    def _drop_page(self) -> None:
        view, self._page, self._view = self._view, None, None
        if view is not None:
            view.hide()
            self._column.removeWidget(view)
            view.deleteLater()

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout()
        row.setSpacing(8)
        self._leave = self._button("lesson_leave", _("Leave the lesson"), self.leave_wanted)
        self._back = self._button("lesson_back", _("Back"), self.back_wanted)
        self._next = self._button("lesson_next", _("Next page"), self.next_wanted)
        self._next.setProperty("role", "primary")
        self._skip = self._button("lesson_skip", _("Go on all the same"), self.skip_wanted)
        row.addWidget(self._leave)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(row)
        return foot

    def _button(self, name: str, words: str, wanted: object) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(wanted)
        return button
