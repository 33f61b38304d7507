"""Lists to choose from: nothing in their popups is cut short."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtWidgets import QComboBox

from playground.ui.support.choice_box import ChoiceBox

LONG = "a title that is a good deal longer than the narrow box that shows the one that was chosen"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_popup_is_as_wide_as_its_longest_entry_and_as_high_as_all(qtbot):
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItems([LONG, *(f"{n}" for n in range(14))])
    box.setFixedWidth(100)
    box.setMaxVisibleItems(3)
    box.show()
    box.showPopup()
    view = box.view()
    assert view.viewport().width() > view.fontMetrics().horizontalAdvance(LONG) + 30
    last = view.visualRect(box.model().index(box.count() - 1, 0))
    assert view.viewport().height() >= last.bottom()
    assert box.width() == 100
    box.hidePopup()


def test_every_list_of_the_window_has_such_a_popup(window):
    boxes = window.findChildren(QComboBox)
    assert len(boxes) > 8
    assert [box.objectName() for box in boxes if not isinstance(box, ChoiceBox)] == []


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_popup_has_one_edge_and_leaves_what_is_chosen_in_sight(window):
    box = window.findChild(ChoiceBox, "choose_algorithm")
    box.setFocus()
    box.showPopup()
    popup, view = box.view().window(), box.view()
    image, rest = popup.grab().toImage(), box.mapToGlobal(box.rect().bottomLeft()).y()
    top, row = popup.geometry().top(), image.height() // 2
    edge = [image.pixelColor(x, row).name() for x in range(view.visualRect(view.model().index(0, 0)).left() + 5)]
    box.hidePopup()
    assert top >= rest
    assert sum(before != after for before, after in itertools.pairwise(edge)) == 1, edge
