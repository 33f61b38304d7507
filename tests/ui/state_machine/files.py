"""Actions: saving and opening files, a new run, and another start of the window."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from playground.engine.presets.catalogue import PRESETS
from tests.ui.driven_window import DrivenWindow
from tests.ui.state_machine.checks import WindowChecks
from tests.ui.state_machine.state import QUICK, numbers

SUFFIXES = {"policy": ".rlp", "session": ".rls", "recipe": ".rlr"}
PAIRS = (("CartPole-v1", "dqn"), ("GridWorld-v1", "q-table"), ("CartPole-v1", "a2c"), ("CartPole-v1", "reinforce"))


class FileActions(WindowChecks):
    """Policies, sessions and recipes, sound and damaged, and what a notice offers."""

    @rule(kind=st.sampled_from(list(SUFFIXES)))
    def save(self, kind: str) -> None:
        path = self.folder / f"saved{len(self.files)}{SUFFIXES[kind]}"
        if kind == "policy":
            self.window.controller.take_policy("current", path)
        elif kind == "session":
            self.window.sessions.save(str(path))
        else:
            self.window.recipes.save(str(path))
        self.did(f"save a {kind}")
        if kind != "recipe" or path.exists():
            assert path.exists(), self.window.notice.text
            self.files[f"{kind} {len(self.files)}"] = path

    @rule(number=numbers, answers=st.booleans(), damage=st.integers(0, 5))
    def open_file(self, number: int, answers: bool, damage: int) -> None:
        """Open a file that was saved, or one that was damaged since."""
        if not self.files:
            return
        name = sorted(self.files)[number % len(self.files)]
        path = self.files[name]
        if damage == 0:
            data = path.read_bytes()
            path = path.with_stem("damaged")
            path.write_bytes(data[: len(data) // 2])
        run = self.latest.run
        self.window.files.open(str(path))
        self.driven.settle()
        if damage == 0:
            assert self.latest.run == run
            assert self.window.notice.isVisible()
        elif answers:
            self.driven.answer()
        self.did(f"open a {'damaged ' * (damage == 0)}{name.split()[0]}")

    @rule()
    def copy_and_paste_recipe(self) -> None:
        self.driven.trigger("act_copy_recipe")
        self.driven.settle()
        self.driven.trigger("act_paste_recipe")
        self.driven.settle()
        self.driven.answer()
        self.did("copy and paste a recipe")

    @rule(number=numbers)
    def answer(self, number: int) -> None:
        """Do what the notice offers, whatever it is about."""
        if self.driven.answer():
            self.did("answer")

    @rule(number=st.integers(0, len(PAIRS)))
    def reset(self, number: int) -> None:
        if number < len(PAIRS):
            self.window.training.choose(PRESETS.first(*PAIRS[number]), "Another.")
        self.driven.trigger("act_reset")
        self.did("reset")

    @rule(keeps=st.booleans())
    def close_and_reopen(self, keeps: bool) -> None:
        """Close the window and open it again; what is to be kept is saved before, and opened after."""
        self.pause()
        if self.latest.fork is not None:
            self.window.controller.close_fork()
            self.driven.settle()
            self.all_holds()
        path = self.folder / "kept.rls"
        if keeps:
            self.window.sessions.save(str(path))
            self.driven.settle()
            assert path.exists(), self.window.notice.text
        self.repeat()
        self.driven.close()
        seen = self.seen
        self.driven = DrivenWindow()
        self.window.speed.set_index(QUICK)
        assert self.latest.n_steps == 0
        self.know_another_run()
        if keeps:
            self.window.files.open(str(path))
            self.driven.settle()
            self.run, self.seen = self.latest.run, seen
        self.did("close and reopen")
