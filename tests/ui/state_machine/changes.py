"""Actions: setting hyperparameters and the environment, and what is refused."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from playground.hyper import Hyper, hypers
from tests.ui.state_machine.running import RunActions
from tests.ui.state_machine.state import DONE, numbers, percents


class ChangeActions(RunActions):
    """Sliders, boxes and choices, moved and typed, also too far."""

    @rule(number=numbers, percent=percents, drags=st.booleans())
    def set_hyper(self, number: int, percent: int, drags: bool) -> None:
        """Move a slider, type or choose: of any row, also of those that wait for a Reset."""
        fields = list(self.hyper_fields.values())
        field = fields[number % len(fields)]
        for share in range(0, percent, 10) if drags else (percent,):
            if field.record.kind != "layers":
                field.editor.edited.emit(_value_at(field.record, share / 100))
        self.did("set a hyperparameter")

    @rule(number=numbers, percent=percents)
    def set_environment(self, number: int, percent: int) -> None:
        fields = list(self.environment_fields.values())
        field = fields[number % len(fields)]
        field.editor.edited.emit(_value_at(field.record, percent / 100))
        self.did("set the environment")

    @rule(name=st.sampled_from(["gamma", "learning_rate", "seed"]), value=st.sampled_from([-3.0, 1e9, "x"]))
    def set_what_is_refused(self, name: str, value: Any) -> None:
        self.window.controller.set_hyper(name, value, 0)
        self.did("set what is refused")

    @rule()
    def release(self) -> None:
        for name in sorted(self.latest.held):
            self.hyper_fields[name].release()
        self.did("release")

    @rule()
    def diverge(self) -> None:
        """Set a learning rate that is far too high, run a little, and take the help that is offered."""
        most = hypers(self.latest.settings.params).get("learning_rate").high
        learning_rate = self.hyper_fields["learning_rate"]
        learning_rate.editor.edited.emit(most)
        self.run_some_steps(30)
        if self.latest.fix is not None:
            DONE["diverged and was put back"] += 1
            self.driven.answer()
        else:
            learning_rate.editor.edited.emit(1e-3)
        self.did("diverge")


def _value_at(record: Hyper, share: float) -> Any:
    if record.kind == "choice":
        return record.choices[int(share * (len(record.choices) - 1))]
    return record.check(
        (round if record.kind == "int" else float)(record.slider_low + share * (record.slider_high - record.slider_low))
    )
