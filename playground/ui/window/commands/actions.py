"""Actions of menus, buttons and keys: one QAction each, with text, key and icon."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from playground.i18n import N_, _
from playground.ui.theme.icons import Icons


@dataclass(frozen=True)
class ActionSpec:
    """Record of an action; its texts are marked with N_()."""

    name: str
    text: str
    tip: str
    keys: str = ""
    icon: str = ""
    single: str = ""  # key without Alt or Ctrl that does the same, and where if not everywhere
    mac: str = ""  # key where keyboards have no End, and F5 makes them brighter; Ctrl is Command there


SPECS = (
    ActionSpec(
        "act_run", N_("Run"), N_("Train, or pause training"), "F5", "run", N_("Space in the picture"), "Ctrl+Return"
    ),
    ActionSpec("act_step", N_("Step"), N_("Pause and make one step, with its numbers"), "F10", "step", mac="Ctrl+T"),
    ActionSpec(
        "act_step_episode",
        N_("To episode end"),
        N_("Run to the end of the episode"),
        "Shift+F10",
        "step-to-end",
        mac="Ctrl+Shift+T",
    ),
    ActionSpec("act_step_inside", N_("Step inside"), N_("Show the next stage of a step, with its numbers"), "F9"),
    ActionSpec("act_step_inside_back", N_("Stage back"), N_("Show the stage before"), "Shift+F9"),
    ActionSpec(
        "act_step_back",
        N_("Step back"),
        N_("Show the moment one step earlier, or one frame earlier in a replay"),
        "Alt+Left",
        "frame-back",
        N_("Left in the picture"),
    ),
    ActionSpec(
        "act_step_forward",
        N_("Step forward"),
        N_("Make one step, or show one frame more in a replay"),
        "Alt+Right",
        "frame-forward",
        N_("Right in the picture"),
    ),
    ActionSpec(
        "act_episode_back",
        N_("Episode back"),
        N_("Show the end of the episode before, or its start in a replay"),
        "Alt+Shift+Left",
        single=N_("Shift+Left in the picture"),
    ),
    ActionSpec(
        "act_to_present",
        N_("Back to now"),
        N_("Show the newest moment of the run again"),
        "Alt+End",
        single=N_("End in the timeline"),
        mac="Ctrl+J",
    ),
    ActionSpec("act_reset", N_("Reset"), N_("Begin a new run with the settings on the left"), "Ctrl+R", "reset"),
    ActionSpec("act_evaluate", N_("Evaluate"), N_("Play greedy episodes apart from training"), "Ctrl+E", "evaluate"),
    ActionSpec("act_save", N_("Save…"), N_("Save the best or the current policy"), "Ctrl+S", "save"),
    ActionSpec(
        "act_load",
        N_("Load…"),
        N_("Open a policy to replay and evaluate it, a session to go on with, or a recipe to run"),
        "Ctrl+O",
        "load",
    ),
    ActionSpec(
        "act_save_session", N_("Save session…"), N_("Write all of this run, to go on with it later"), "Ctrl+Shift+S"
    ),
    ActionSpec(
        "act_save_video",
        N_("Save video…"),
        N_("Save the episode of the replay as a video, or as a page with the video inside"),
        icon="save",
    ),
    ActionSpec("act_save_recipe", N_("Save recipe…"), N_("Write what makes this run again: a few kilobytes")),
    ActionSpec("act_copy_recipe", N_("Copy recipe"), N_("Copy what makes this run again, as text to paste")),
    ActionSpec("act_paste_recipe", N_("Paste recipe"), N_("Begin the run of the recipe that was copied")),
    ActionSpec("act_add_environment", N_("Add environment…"), N_("Use a Gymnasium environment of your own")),
    ActionSpec(
        "act_compare",
        N_("Policies against each other…"),
        N_("Set two policies on the same starts, push them, or rank those of a class"),
    ),
    ActionSpec("act_replay", N_("Replay"), N_("Watch greedy episodes of the current policy"), "Ctrl+P", "replay"),
    ActionSpec(
        "act_what_if",
        N_("What if?"),
        N_("Show what the other action would have led to"),
        icon="what-if",
        single=N_("W"),
    ),
    ActionSpec(
        "act_fork",
        N_("Fork here"),
        N_("Begin a second run here with the same dice, to change one thing in it"),
        icon="fork",
        single=N_("F"),
    ),
    ActionSpec("act_gallery", N_("Gallery…"), N_("Watch policies that we trained, at several ages of one training")),
    ActionSpec(
        "act_play",
        N_("Play yourself"),
        N_("Play in the environment by keys or mouse, from the same starts as the agent; training waits"),
        "Ctrl+Y",
    ),
    ActionSpec(
        "act_push_left",
        N_("Push left"),
        N_("Push by a quarter of the hardest push there is; with the mouse, pull the body and let go"),
        "Ctrl+Shift+Left",
    ),
    ActionSpec(
        "act_push_right",
        N_("Push right"),
        N_("Push by a quarter of the hardest push there is; with the mouse, pull the body and let go"),
        "Ctrl+Shift+Right",
    ),
    ActionSpec(
        "act_place",
        N_("Place"),
        N_("Drag what is in the picture to another place, and go on from there"),
        icon="place",
        single=N_("M"),
    ),
    ActionSpec(
        "act_training_film",
        N_("Film of the training…"),
        N_("Watch how it learned: an episode of each age of this run, and save it as a video"),
    ),
    ActionSpec("act_quit", N_("Quit"), N_("Close the window and end the program"), "Ctrl+Q"),
    ActionSpec("act_workspace_watch", N_("Watch"), N_("Show the picture, the settings and the curves"), "Ctrl+1"),
    ActionSpec(
        "act_workspace_inside",
        N_("Inside"),
        N_("Show what happens inside one step: the loop and its numbers"),
        "Ctrl+2",
    ),
    ActionSpec(
        "act_workspace_learn", N_("Learn"), N_("Go through a lesson: predict, run, see, and read why"), "Ctrl+3"
    ),
    ActionSpec("act_restore_layout", N_("Restore layout"), N_("Bring every panel back to its place")),
    ActionSpec("act_shortcuts", N_("Keyboard shortcuts"), N_("List the keys that do something"), "F1", mac="Ctrl+?"),
    ActionSpec("act_news", N_("What's new"), N_("Say what changed from version to version")),
    ActionSpec("act_check", N_("Check this computer"), N_("See whether this computer is ready, and how fast it is")),
    ActionSpec("act_log", N_("Where is the log file?"), N_("Say where details of problems are written")),
    ActionSpec("act_licences", N_("Licences of others"), N_("List what others wrote and under which terms")),
    ActionSpec("act_about", N_("About"), N_("Say what this program is and its version")),
)


# macOS has these in the menu that bears the program's name.
ROLES = {"act_quit": QAction.MenuRole.QuitRole, "act_about": QAction.MenuRole.AboutRole}
CHECKED = ("act_place",)  # on or off
HELD = ("act_step", "act_step_back", "act_step_forward")  # a key held down steps on, and flickers nothing else


def make_actions(window: QMainWindow, icons: Icons) -> dict[str, QAction]:
    """Create every action as a child of `window`, where its key works."""
    actions = {}
    for spec in SPECS:
        action = QAction(_(spec.text), window)
        action.setObjectName(spec.name)
        stay_in_menu(action)
        if spec.name in ROLES:
            action.setMenuRole(ROLES[spec.name])
        action.setShortcuts([QKeySequence(keys) for keys in _keys(spec)])
        told = "; ".join(filter(None, [key_words(action), _(spec.single) if spec.single else ""]))
        action.setToolTip(f"{_(spec.tip)} ({told})" if told else _(spec.tip))
        action.setCheckable(spec.name in CHECKED)
        action.setAutoRepeat(spec.name in HELD)
        window.addAction(action)
        actions[spec.name] = action
        if spec.icon:
            icons.put(action, spec.icon)
    return actions


def key_words(action: QAction) -> str:
    """Return the keys of an action as this system writes them; "" where it has none."""
    return ", ".join(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())


def stay_in_menu(action: QAction) -> QAction:
    """Let an entry stay in the menu it is put into; return it.

    On macOS, Qt would move one into the program's own menu that begins with a word such as Settings: a file of that
    name, too.
    """
    action.setMenuRole(QAction.MenuRole.NoRole)
    return action


def _keys(spec: ActionSpec) -> list[str]:
    """Return the keys of an action, that of the menu first."""
    return list(filter(None, [spec.mac if sys.platform == "darwin" else "", spec.keys]))
