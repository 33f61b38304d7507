"""Files that are dragged onto the window: it takes a copy, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from playground.ui.files.file_drop import FileDrop

POLICY = Path(__file__).parents[2] / "store" / "fixtures" / "policy-2.rlp"
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction


def of_files(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    mime.setText("\n".join(map(str, paths)))  # as file managers do
    return mime


def of_words(text):
    mime = QMimeData()
    mime.setText(text)
    return mime


def drag(window, mime, offered):
    """Drag something onto the window and let go, as the system tells of it: to the window, not to what is in it.

    Return the events. A person who holds Shift proposes a move, where that is offered.
    """
    at = QPoint(100, 100)
    how = (offered, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    events = [QDragEnterEvent(at, *how), QDragMoveEvent(at, *how), QDropEvent(QPointF(at), *how)]
    for event in events:
        QApplication.sendEvent(window.windowHandle(), event)
    return events


def agreed_to(event):
    return event.dropAction() if event.isAccepted() else None


@pytest.fixture
def field(qtbot):
    """A field for words in a window that takes files."""
    window = QWidget()
    field = QLineEdit(window)
    field.setGeometry(0, 0, 200, 200)
    window.drop = FileDrop(window)
    qtbot.addWidget(window)
    window.show()
    return field


@pytest.mark.parametrize("offered", [COPY, COPY | MOVE, COPY | MOVE | Qt.DropAction.LinkAction])
def test_a_dropped_file_is_copied_and_never_moved(qtbot, window, offered):
    events = drag(window, of_files(POLICY), offered)
    assert [agreed_to(event) for event in events] == [COPY, COPY, COPY]
    qtbot.waitUntil(lambda: window.policies.loaded is not None, timeout=10_000)


@pytest.mark.parametrize("offered", [MOVE, Qt.DropAction.LinkAction])
def test_a_file_that_may_only_be_moved_away_is_refused(window, offered):
    assert [agreed_to(event) for event in drag(window, of_files(POLICY), offered)] == [None, None, None]
    assert window.policies.loaded is None


def test_a_file_is_not_moved_into_a_field_for_words_either(qtbot, field):
    with qtbot.waitSignal(field.window().drop.dropped) as dropped:
        events = drag(field.window(), of_files(POLICY), COPY | MOVE)
    assert [agreed_to(event) for event in events] == [COPY, COPY, COPY]
    assert dropped.args == [POLICY]
    drag(field.window(), of_files(POLICY, POLICY), COPY | MOVE)
    assert field.text() == ""


def test_words_go_where_they_are_dropped(field):
    drag(field.window(), of_words("0.9"), COPY)
    assert field.text() == "0.9"
