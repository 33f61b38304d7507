"""Steps of the self-test for what is seen: texts, icons, pictures, the window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, picture_of
from playground.envs.scene import Scene
from playground.errors import MissingPackageError
from playground.i18n import LANGUAGES, N_, _, set_language
from playground.readiness.self_test import StepError
from playground.resources import resource_folder

GYMNASIUMS_OWN = "MountainCarContinuous-v0"  # none of ours: it comes from Gymnasium, and draws itself

_SIZE = (600, 400)
_STEPS = 600
_PATIENCE_S = 30.0
_COLOURS = 8  # that a picture has at least


def speak(folder: Path) -> str:
    """Translate something into every language, in our texts and in Qt's."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    captions = []
    for language in LANGUAGES:
        set_language(language)
        captions.append(_("Getting ready"))
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != "en" and not QTranslator().load(f"qtbase_{language}", place):
            raise StepError(N_("Qt’s own words in “{language}” are missing."), language=language)
    if len(set(captions)) != len(captions):
        raise StepError(N_("A language is missing: {words}."), captions=", ".join(captions))
    return ", ".join(captions)


def draw_icons(folder: Path) -> str:
    """Draw every icon."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    _application()
    files = sorted((resource_folder() / "icons").glob("*.svg"))
    for file in files:
        image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        svg = QSvgRenderer(str(file))
        svg.render(painter)
        painter.end()
        if not svg.isValid() or len(set(bytes(image.constBits()))) < 2:
            raise StepError(N_("The icon {name} comes out empty."), name=file.name)
    if not files:
        raise StepError(N_("There are no icons."))
    return f"{len(files)} icons"


def set_formulas(folder: Path) -> str:
    """Typeset every formula of the glossary, and draw it."""
    from playground.glossary import terms
    from playground.ui.support.formula import draw_formula
    from playground.ui.support.typesetting import typeset

    _application()
    formulas = [entry.formula for entry in terms("en").values() if entry.formula]
    for latex in formulas:
        formula = typeset(latex)
        if formula is None or not any(bytes(draw_formula(formula, "#000000", 16.0, 1.0).toImage().constBits())):
            raise StepError(N_("The formula {latex} comes out empty."), latex=latex)
    if not formulas:
        raise StepError(N_("There are no formulas."))
    return f"{len(formulas)} formulas"


def draw_environments(folder: Path) -> str:
    """Draw every environment before and after some steps.

    One that is only Gymnasium's is drawn too.
    """
    from playground.envs.gym_adapter.probe import probe
    from playground.envs.gym_adapter.user_environments import enter

    own = enter(probe(GYMNASIUMS_OWN)).id
    drawn, left_out = [], []
    for name in ENVIRONMENTS.names():
        card = ENVIRONMENTS.get(name)
        try:
            card.check_available()
        except MissingPackageError:  # LunarLander without its physics
            left_out.append(name)
            continue
        pictures = _pictures(card)
        if min(map(_n_colours, pictures)) < _COLOURS or pictures[0] == pictures[1]:
            raise StepError(N_("The picture of {name} is empty, or stays the same."), name=name)
        drawn.append(name)
    ENVIRONMENTS.remove(own)
    return ", ".join(drawn) + (f"; without {', '.join(left_out)}" if left_out else "")


def open_window(folder: Path) -> str:
    """Open the window, train in it, change gamma, look at what it shows, and close it."""
    from playground.ui.app import create
    from playground.ui.support.log_file import log_path
    from playground.ui.trainer.snapshot import TrainerState
    from playground.ui.view.speed_control import FASTEST

    _application()
    began = time.perf_counter()
    window = create(["playground"])
    controller = window.controller
    try:
        _wait(lambda: window.plots is not None and controller.latest.state is TrainerState.PAUSED, N_("get ready"))
        seconds = time.perf_counter() - began
        plots = window.plots
        assert plots is not None
        window.training.toggle_run()
        window.speed.set_index(FASTEST)
        _wait(lambda: controller.latest.n_steps >= _STEPS, N_("train"))
        controller.set_hyper("gamma", 0.9, 1)
        _wait(lambda: controller.latest.values.get("gamma") == 0.9, N_("change gamma"))
        _wait(lambda: plots.redraws >= 10, N_("draw the plots"))
        window.training.toggle_run()
        _wait(lambda: controller.latest.state is TrainerState.PAUSED, N_("pause"))
        n_steps = controller.latest.n_steps
        for part in (window, window.view, plots):
            image = part.grab().toImage()  # to which the bytes belong: it must stay until they are copied
            if _n_colours(bytes(image.constBits())) < _COLOURS:
                raise StepError(N_("The window is empty: {part}."), part=part.objectName())
    finally:
        window.close()
    log = log_path()  # here, in the folder of the test
    if log.exists() and any(mark in log.read_text("utf-8") for mark in (" ERROR ", " CRITICAL ")):
        raise StepError(N_("The window met a fault: {log}"), log=log.read_text("utf-8")[-2000:])
    return f"ready after {seconds:.1f} s, {n_steps} steps trained, {plots.redraws} plots drawn"


def _application() -> Any:
    """Return the application object, of which there may be only one."""
    from PySide6.QtWidgets import QApplication

    from playground.ui.support.application import Application

    return QApplication.instance() or Application(["playground"])


def _wait(what: Callable[[], bool], doing: str) -> None:
    """Process events of the window until `what` holds.

    Raises StepError where that does not happen.
    """
    from PySide6.QtCore import QEventLoop, QThread

    app, end = _application(), time.perf_counter() + _PATIENCE_S
    while not what():
        if time.perf_counter() > end:
            raise StepError(N_("The window did not come to: {doing}."), doing=_(doing))
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QThread.msleep(2)  # what the trainer does needs this core too


def _pictures(card: EnvironmentCard) -> list[bytes]:
    from playground.envs.drawing.quiet_pygame import pygame
    from playground.export.film import PAPER

    environment, draw, captions = card.make(card.parameters()), card.painter(), card.captions()
    environment.reset(1)
    pictures = []
    for n_steps in (0, 12):
        for step in range(n_steps):
            action: Any = [high for _low, high in card.action_bounds] or step // 4 % len(card.actions)
            environment.step(action)
        state, surface = environment.snapshot(), pygame.Surface(_SIZE, 0, 32)
        scene = Scene(state, step=n_steps, parameters=card.parameters(), picture=picture_of(environment, state))
        draw(surface, scene, PAPER, 1.0, captions)
        pictures.append(pygame.image.tobytes(surface, "RGBX"))
    return pictures


def _n_colours(pixels: bytes) -> int:
    import numpy as np

    return len(np.unique(np.frombuffer(pixels, np.uint32)))
