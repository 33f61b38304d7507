"""States of what a person does to a policy or to a run."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from playground.store import gallery
from tests.screens.driver import Driver
from tests.screens.states.policies import show_frame
from tests.screens.table import state


def opened(driver: Driver) -> None:
    """Open the gallery, and wait for its pictures."""
    driver.trigger("act_gallery")
    driver.dialog("gallery")
    cards = [card for card in driver.window.findChildren(QToolButton) if card.objectName().startswith("gallery_card")]
    driver.until(lambda: all(card.accessibleDescription() for card in cards), "the thumbnails")
    driver.settle()


@state("gallery", everywhere=True)
def gallery_open(driver: Driver) -> None:
    opened(driver)


@state("gallery-far-down")
def gallery_far_down(driver: Driver) -> None:
    opened(driver)
    for _ in range(5):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    driver.settle()


@state("gallery-button-in-focus")
def gallery_button(driver: Driver) -> None:
    opened(driver)
    driver.child("gallery_recipe").setFocus()


@state("gallery-damaged")
def gallery_damaged(driver: Driver) -> None:
    """The solved policy of the run's environment is not the one that came with the program."""
    whole = gallery.gallery

    def other() -> tuple[gallery.GalleryPolicy, ...]:
        return tuple(
            dataclasses.replace(entry, weights_sha256="0" * 64) if entry.name == "cartpole-solved" else entry
            for entry in whole()
        )

    gallery.gallery = other
    driver.undo.callback(setattr, gallery, "gallery", whole)
    opened(driver)


@state("gallery-watched")
def gallery_watched(driver: Driver) -> None:
    """A policy of another environment than the run's is replayed."""
    opened(driver)
    driver.child("gallery_card_acrobot-solved").click()
    driver.child("gallery_watch").click()
    show_frame(driver, 60)


@state("gallery-recipe-offered")
def gallery_recipe(driver: Driver) -> None:
    driver.train_to(600)
    opened(driver)
    driver.child("gallery_recipe").click()
    driver.until(driver.window.notice.isVisible, "the offer")
    driver.settle()
