"""States of replays and of policies from files."""

from __future__ import annotations

from pathlib import Path

from playground.ui.files.recent_files import RecentFiles
from tests.screens.driver import Driver
from tests.screens.table import state

FIXTURES = Path(__file__).parents[2] / "store" / "fixtures"


def saved_policy(driver: Driver, n_steps: int = 2000) -> Path:
    """Return where the policy was saved that a run has after so many steps."""
    driver.train_to(n_steps)
    path = Path.home() / "my-cartpole.rlp"
    driver.window.controller.take_policy("current", path)
    driver.until(lambda: path.exists() and driver.window.notice.isVisible(), "the file")
    driver.settle()
    return path


def show_frame(driver: Driver, frame: int) -> None:
    driver.until(lambda: driver.window.replaying, "the replay")
    driver.window.player.pause()
    driver.window.player.choose_episode(0)
    driver.window.player.seek(frame)
    driver.settle()


@state("replay", everywhere=True)
def replay(driver: Driver) -> None:
    driver.train_to(2000)
    driver.trigger("act_replay")
    show_frame(driver, 40)


@state("replay-end")
def replay_end(driver: Driver) -> None:
    driver.train_to(2000)
    driver.trigger("act_replay")
    show_frame(driver, 100_000)


@state("replay-what-if")
def replay_what_if(driver: Driver) -> None:
    replay(driver)
    driver.trigger("act_what_if")
    driver.until(lambda: driver.window.what_if_card.isVisible(), "the futures")


@state("replay-saves-a-video")
def replay_video(driver: Driver) -> None:
    replay(driver)
    driver.window.replay_bar.show_video_progress(40, 100)


@state("replay-closed")
def replay_closed(driver: Driver) -> None:
    replay(driver)
    driver.child("replay_leave").click()


@state("policy-saved")
def policy_saved(driver: Driver) -> None:
    saved_policy(driver)


@state("policy-none")
def no_policy(driver: Driver) -> None:
    driver.window.details.setCurrentWidget(driver.window.policy_panel)


@state("policy-loaded")
def policy_loaded(driver: Driver) -> None:
    driver.window.files.open(str(saved_policy(driver)))
    driver.settle()
    show_frame(driver, 30)


@state("policy-evaluated")
def policy_evaluated(driver: Driver) -> None:
    policy_loaded(driver)
    driver.child("policy_evaluate").click()
    driver.settle()


@state("policy-trained-on")
def trained_on(driver: Driver) -> None:
    policy_loaded(driver)
    driver.child("policy_train_on").click()
    driver.until(lambda: driver.latest.n_steps == 0, "the new run")
    driver.settle()


@state("policy-damaged")
def policy_damaged(driver: Driver) -> None:
    path = saved_policy(driver)
    path.write_bytes(path.read_bytes()[:500])
    driver.window.files.open(str(path))


@state("session-opened")
def session_opened(driver: Driver) -> None:
    driver.train_to(1200)
    driver.edit("gamma", 0.8)
    driver.train_to(2000)
    path = Path.home() / "my-run.rls"
    driver.window.sessions.save(str(path))
    driver.until(path.exists, "the file")
    driver.settle()
    driver.act("act_reset")
    driver.until(lambda: driver.latest.n_steps == 0, "the new run")
    driver.settle()
    driver.window.files.open(str(path))
    driver.until(lambda: driver.latest.n_steps == 2000, "the run")
    driver.settle()


@state("session-older")
def session_of_an_older_arithmetic(driver: Driver) -> None:
    driver.window.files.open(str(FIXTURES / "session-3-dqn.rls"))
    driver.until(lambda: driver.latest.n_steps > 0, "the run")
    driver.settle()
    driver.window.controller.goto(driver.latest.n_steps - 1)
    driver.until(lambda: driver.latest.is_past, "its past")
    driver.settle()


@state("recent-files")
def recent_files(driver: Driver) -> None:
    recent: RecentFiles = driver.window.recent
    for name in ("monday.rlp", "a-rather-long-name-of-a-policy-that-somebody-chose & kept.rlp", "run.rls", "mine.rlr"):
        recent.remember(Path.home() / "reinforcement learning course" / name)
    driver.open_menu("menu_file")
    menu = driver.child("menu_recent")
    file = driver.child("menu_file")
    place = file.actionGeometry(menu.menuAction())
    menu.popup(file.mapToGlobal(place.topRight()))
