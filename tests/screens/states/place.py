"""States of placing: what can be dragged, what is held, and the same in a replay and in the past."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine.presets.catalogue import PRESETS
from tests.screens.driver import LEFT, Driver
from tests.screens.states.past import fork_at
from tests.screens.states.policies import saved_policy, show_frame
from tests.screens.table import state

NONE = Qt.KeyboardModifier.NoModifier
PAIRS = {  # by the name of the state: the pair, how long it trains, and the body that is dragged
    "cartpole": (None, 2000, "pole"),
    "acrobot": (("Acrobot-v1", "dqn"), 1500, "lower_link"),
    "pendulum": (("Pendulum-v1", "ddpg"), 1500, "pendulum"),
    "mountain-car": (("MountainCar-v0", "q-table"), 1500, "car"),
    "grid": (("GridWorld-v1", "q-table"), 3000, "agent"),
}


def open_placing(driver: Driver) -> None:
    driver.trigger("act_place")
    driver.settle()


def drag(driver: Driver, body: str, by: QPoint, *, lets_go: bool) -> None:
    """Drag a body by so many pixels."""
    view = driver.window.view
    [grip] = [each for each in view.grips() if each.name == body]
    x, y = ((a + 3 * b) / 4 for a, b in zip(grip.start, grip.end, strict=True))
    start = QPoint(round(x), round(y))
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, start + by / 2)
    driver.settle()
    QTest.mouseMove(view, start + by)
    driver.settle()
    if lets_go:
        QTest.mouseRelease(view, LEFT, NONE, start + by)
    else:
        driver.until(lambda: "…" not in driver.window.place_card.accessibleDescription(), "how it goes on")
    driver.settle()


class HeldReach:
    """Way to a body in somebody's hand."""

    def __init__(self, name: str) -> None:
        self._pair, self._steps, self._body = PAIRS[name]

    def __call__(self, driver: Driver) -> None:
        if self._pair is not None:
            driver.begin(*self._pair, PRESETS.first(*self._pair).name)
        driver.train_to(self._steps)
        open_placing(driver)
        drag(driver, self._body, QPoint(50, 30), lets_go=False)


for name in PAIRS:
    state(f"place-{name}", everywhere=name in ("cartpole", "grid"))(HeldReach(name))


@state("place-open")
def opened(driver: Driver) -> None:
    driver.train_to(2000)
    open_placing(driver)
    driver.until(lambda: driver.window.place_card.accessibleDescription().count("return") > 0, "how it goes on")


@state("place-put")
def put(driver: Driver) -> None:
    driver.train_to(2000)
    open_placing(driver)
    drag(driver, "cart", QPoint(80, 0), lets_go=True)
    driver.until(lambda: driver.latest.scene.step == 0, "the new episode")
    driver.settle()


@state("place-loaded")
def loaded(driver: Driver) -> None:
    driver.window.files.open(str(saved_policy(driver, 2000)))
    driver.settle()
    driver.child("replay_leave").click()
    open_placing(driver)
    drag(driver, "pole", QPoint(40, 30), lets_go=False)


@state("place-replay")
def replayed(driver: Driver) -> None:
    driver.train_to(2000)
    driver.trigger("act_replay")
    show_frame(driver, 40)
    open_placing(driver)
    drag(driver, "cart", QPoint(-80, 0), lets_go=False)


@state("place-past", everywhere=True)
def past(driver: Driver) -> None:
    driver.train_to(2000)
    driver.goto(900)
    open_placing(driver)
    drag(driver, "cart", QPoint(-80, 0), lets_go=True)


@state("place-fork")
def fork(driver: Driver) -> None:
    driver.train_to(2000)
    fork_at(driver, 900)
    open_placing(driver)
    drag(driver, "cart", QPoint(-50, 0), lets_go=False)
