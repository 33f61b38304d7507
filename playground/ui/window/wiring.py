"""Wiring of the main window: which action, button or change calls what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.ui.window.parts import WindowParts


def connect(window: WindowParts) -> None:
    """Connect the parts of a window whose parts are all made.

    Every slot is a method: a connected function of its own that knew the window would never let it go.
    """
    slots = {
        "act_run": window.training.toggle_run,
        "act_step": window.training.step,
        "act_step_episode": window.training.step_episode,
        "act_to_present": window.timeline.to_present,
        "act_reset": window.training.reset,
        "act_evaluate": window.controller.evaluate,
        "act_save": window.policies.ask_where_to_save,
        "act_load": window.files.ask,
        "act_save_session": window.sessions.ask_where_to_save,
        "act_save_recipe": window.recipes.ask_where_to_save,
        "act_copy_recipe": window.recipes.copy,
        "act_paste_recipe": window.recipes.paste,
        "act_replay": window.policies.replay,
        "act_gallery": window.gallery.open,
        "act_compare": window.compare.ask,
        "act_add_environment": window.environments.ask,
        "act_quit": window.close,
    }
    for name, slot in slots.items():
        window.actions_by_name[name].triggered.connect(slot)
    window.environments.environments_changed.connect(window.pairs.refresh)
    window.drop.dropped.connect(window.files.open_path)
    window.speed.speed_changed.connect(window.controller.set_speed)
    window.controller.set_speed(window.speed.speed)
    for part in (window.status, window.run_bar, window.details):
        window.controller.snapshot_shown.connect(part.show_snapshot)
    window.policies.replay_began.connect(window.view_presenter.enter_replay)
    window.gallery.watch_wanted.connect(window.policies.watch)
    window.gallery.recipe_wanted.connect(window.recipes.offer)
    window.recipes.run_wanted.connect(window.training.follow)
    window.sessions.run_wanted.connect(window.training.go_on_with)
    window.forks.save_run_wanted.connect(window.sessions.ask_where_to_save_beside_fork)
    window.policies.policy_loaded.connect(window.details.show_policy)
    window.policy_panel.train_on_requested.connect(window.train_on_loaded)
    for presenter in (window.training, window.timeline):
        presenter.training_wanted.connect(window.view_presenter.leave_replay)
    window.actions_by_name["act_place"].toggled.connect(window.what_if.leave)
    window.lessons.runs.training_wanted.connect(window.view_presenter.leave_replay)
    window.lessons.held_back_changed.connect(window.controller.hold_back)
    window.lesson_panel.list.ask_wanted.connect(window.learn.ask)
    window.lesson_panel.link_chosen.connect(window.lesson_links.follow)
    window.inside.part_chosen.connect(window.lessons.take_click)
    window.breakpoints.run_wanted.connect(window.training.toggle_run)
    window.breakpoints.step_wanted.connect(window.training.step)
    window.ends.replay_wanted.connect(window.policies.replay_best)
    window.ends.save_wanted.connect(window.policies.ask_where_to_save)
    window.ends.run_wanted.connect(window.training.toggle_run)
