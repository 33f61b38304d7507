"""Presenter for training: run bar and hyperparameters to requests, and back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.settings import Settings, values_of
from playground.errors import PlaygroundError
from playground.hyper import hypers
from playground.i18n import _
from playground.ui.files.policy_panel import asked_text
from playground.ui.hyper.origin import origin_words, waiting_words
from playground.ui.hyper.panel import HyperPanel
from playground.ui.hyper.row_value import changed_live
from playground.ui.support.log_file import log_path
from playground.ui.support.notice import Notice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.left_run import is_kept_when_left
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.result import Evaluation
    from playground.engine.history.archive import Archive
    from playground.engine.history.recipe import Recipe
    from playground.engine.presets.preset import Preset


class TrainingPresenter(QObject):
    """Control of one run at a time."""

    training_wanted = Signal()  # somebody trains: the view should show training, not a replay
    next_changed = Signal()  # `next_pair` did

    def __init__(self, controller: Controller, panel: HyperPanel, notice: Notice, settings: Settings, parent: QObject):
        super().__init__(parent)
        self._controller, self._panel, self._notice = controller, panel, notice
        self._settings = settings  # of the run that is shown
        self._from_weights = False  # whether that run began with the weights of a policy
        self._chosen: Preset | None = None  # since this run began; the next one begins with it
        self._asked: Settings | None = None  # of the run that was asked for and has not begun yet
        self._edited_since: dict[str, Any] = {}  # after that choice
        self._environment_edited_since: dict[str, Any] = {}
        self._told_to_wait = ""
        self._shown_reason = ""
        self._fix: tuple[str, Any] | None = None
        self._fill_panel(settings)
        panel.value_edited.connect(self._on_edited)
        panel.released.connect(controller.release_hyper)
        panel.environment_edited.connect(self._on_environment_edited)
        panel.preset_chosen.connect(self._on_preset)
        panel.preset_kept.connect(self.take_back)
        notice.action_chosen.connect(self._on_notice)
        notice.dismissed.connect(self._on_dismissed)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.refused.connect(self._on_refused)
        controller.environment_refused.connect(panel.show_environment_error)
        controller.evaluated.connect(self._on_evaluated)

    def toggle_run(self) -> None:
        """Run, or pause when running."""
        self.training_wanted.emit()
        if self._controller.latest.newest_steps == 0 and not self._controller.is_running:
            self._tell_cautions()
        self._controller.toggle_run()
        self._tell_to_wait()

    def step(self) -> None:
        """Make one step whose numbers are shown."""
        self.training_wanted.emit()
        self._controller.step()
        self._tell_to_wait()

    def step_episode(self) -> None:
        """Run to the end of the episode."""
        self.training_wanted.emit()
        self._controller.step_episode()
        self._tell_to_wait()

    def _tell_to_wait(self) -> None:
        if not self._controller.is_ready:
            self._told_to_wait = _("Getting ready. What you asked for is done as soon as it is.")
            self._notice.show_message(self._told_to_wait)

    def _tell_cautions(self) -> None:
        """Say what should be known of the settings of a run that begins."""
        said = self._settings.cautions(self._controller.latest.values or None).items()
        if said:
            texts = [_("{name}: {words}").format(name=name, words=words) for name, words in said]
            self._notice.show_message(" ".join(texts), kind="warning")

    @property
    def pair(self) -> tuple[str, str]:
        """Environment and algorithm of the run that is shown."""
        return self._settings.environment, self._settings.algorithm

    @property
    def next_pair(self) -> tuple[str, str]:
        """Environment and algorithm of the run that a Reset would begin."""
        begins = self._chosen or self._asked or self._settings
        return begins.environment, begins.algorithm

    def choose(self, preset: Preset, offer: str, remark: str = "") -> None:
        """Begin a new run from a preset: at once if nothing is lost, else offer it.

        `offer` is the sentence of the offer. Raises a PlaygroundError for a preset that no run can begin with.
        """
        preset.settings()
        self._notice.withdraw()  # what was said of another choice is over
        self._chosen = preset
        self._edited_since.clear()
        self._environment_edited_since.clear()
        self._offer_presets()
        self.next_changed.emit()
        n_steps = self._controller.latest.newest_steps
        if n_steps == 0 or self._asked is not None:
            self.reset()
            if remark:
                self._notice.show_message(remark)
            return
        if is_kept_when_left(self._controller.latest):
            loss = _("This one has {n} steps and stays under Run > Recent runs.")
        else:
            loss = _("This one has {n} steps; save its policy first if you want to keep it.")
        said = _("{sentence} {next}").format(sentence=offer, next=loss.format(n=f"{n_steps:,}"))
        if remark:
            said = _("{sentence} {next}").format(sentence=remark, next=said)
        self._notice.show_message(said, name="begin", label=_("Reset now"))

    def take_over(self, other: TrainingPresenter) -> None:
        """Offer what was chosen for the next run in another window."""
        if other._chosen is not None:
            self.choose(other._chosen, _("“{preset}” begins a new run.").format(preset=other._chosen.name))
            self._edited_since.update(other._edited_since)
            self._environment_edited_since.update(other._environment_edited_since)

    def take_back(self) -> None:
        """Let a Reset begin with what the run has, whatever was chosen since."""
        if self._chosen is not None:
            self._chosen = None
            self._notice.withdraw_offer()
            self._offer_presets()
        self.next_changed.emit()

    def show_problem(self, problem: str) -> None:
        """Show why something is not possible."""
        self._notice.show_message(problem, kind="error")

    def reset(self) -> None:
        """Begin a new run with what the rows show, or with the preset chosen meanwhile."""
        try:
            settings = self._next_settings()
        except PlaygroundError as error:
            self.show_problem(str(error))
            return
        self.begin(settings)

    def follow(self, recipe: Recipe) -> None:
        """Begin the run of a recipe."""
        self.begin(recipe.settings, recipe=recipe)

    def go_on_with(self, archive: Archive) -> None:
        """Let a run that was kept take the place of the one that is shown."""
        self._chosen, self._asked = None, archive.settings
        self.training_wanted.emit()
        self._controller.open_session(archive)

    def begin(self, settings: Settings, policy: Policy | None = None, recipe: Recipe | None = None) -> None:
        """Begin a new run with these settings, whatever the rows show."""
        self._chosen, self._asked = None, settings
        self.training_wanted.emit()
        self._controller.reset(settings, policy, recipe)

    def _next_settings(self) -> Settings:
        if self._chosen is None and self._asked is not None:
            return self._asked  # the rows still show the run before
        if self._chosen is None:
            settings = self._settings.with_values(self._panel.values())
            return settings.with_environment(self._panel.environment_values())
        settings = self._chosen.settings()
        if settings.algorithm == self._settings.algorithm:  # the rows edited meanwhile are those of its parameters
            settings = settings.with_values(self._edited_since)
        if settings.environment == self._settings.environment:
            settings = settings.with_environment(self._environment_edited_since)
        return settings

    def train_on(self, policy: Policy) -> None:
        """Begin a new run from the weights of a policy, with the hyperparameters it had."""
        values = {name: value for name, value in policy.values.items() if name != "run_length"}
        values["run_length"] = self._settings.params.run_length
        settings = dataclasses.replace(policy.settings, environment_params=policy.environment_params)
        self.begin(settings.with_values(values), policy)
        self._notice.show_message(
            _("A new run begins from the loaded policy, with its own settings. Press Run to train on.")
        )

    def _fill_panel(self, settings: Settings, snapshot: Snapshot | None = None) -> None:
        """Show a run's settings, with what was changed since.

        A run that takes the place of another has a past.
        """
        presets = PRESETS.offered(settings.environment, settings.algorithm)
        preset = presets.get(settings.preset).settings() if settings.preset in presets else settings
        self._offer_presets()
        values, given = settings.values(), values_of(settings.environment_params)
        if snapshot is not None:
            values |= changed_live(settings.params, snapshot.values)
            given |= changed_live(settings.environment_params, snapshot.environment_values)
        self._panel.set_params(type(settings.params), values, preset.values(), settings.cautions)
        usual = values_of(preset.environment_params)
        self._panel.set_environment(type(settings.environment_params), given, usual)

    def _offer_presets(self) -> None:
        """Offer the presets of the next run, and say what this one goes on with."""
        presets = PRESETS.offered(*self.next_pair)
        own = "" if self._asked or self.next_pair != self.pair else origin_words(self._settings, self._from_weights)
        if self._chosen is not None:
            current = self._chosen.name
        else:
            current = "" if own else (self._asked or self._settings).preset
        self._panel.set_presets([(preset.name, _(preset.text)) for preset in presets], current, own=own)
        self._panel.show_waiting(*waiting_words(self._settings, self._from_weights, self._chosen))

    def _on_edited(self, name: str, value: object, gesture: int) -> None:
        self._edited_since[name] = value
        if hypers(self._settings.params).get(name).live:
            self._controller.set_hyper(name, value, gesture)
        else:
            self._reset_if_nothing_is_lost()

    def _on_environment_edited(self, name: str, value: object, gesture: int) -> None:
        self._environment_edited_since[name] = value
        if hypers(self._settings.environment_params).get(name).live:
            self._controller.set_environment(name, value, gesture)
        else:
            self._reset_if_nothing_is_lost()

    def _reset_if_nothing_is_lost(self) -> None:
        if self._controller.latest.newest_steps == 0 and not self._controller.is_running:
            self.reset()

    def _on_preset(self, name: str) -> None:
        offer = _("“{preset}” begins a new run.").format(preset=name)
        self.choose(PRESETS.get(name, *self.next_pair), offer)

    def _on_notice(self, name: str) -> None:
        if name in ("reset", "begin"):
            self.reset()
        elif name == "fix" and self._fix is not None:
            self._controller.set_hyper(*self._fix, 0)

    def _on_dismissed(self, name: str) -> None:
        if name == "begin":
            self.take_back()

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        assert snapshot.settings is not None
        self._settings, self._from_weights = snapshot.settings, snapshot.from_weights
        if self._settings is self._asked:
            self._asked = None
        self._shown_reason = ""
        if self._told_to_wait and self._notice.text == self._told_to_wait:
            self._notice.withdraw()
        self._told_to_wait = ""
        self._notice.withdraw_offer()  # it was about the run before
        self._fill_panel(snapshot.settings, snapshot)
        self.next_changed.emit()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.values:
            self._panel.show_values(snapshot.values, set(snapshot.held))
            self._panel.show_environment(snapshot.environment_values)
        if snapshot.reason != self._shown_reason:
            self._shown_reason = snapshot.reason
            if snapshot.state is TrainerState.FAILED:
                said = _("{reason} Press Reset to begin a new run. The log file has the details: {path}")
                said = said.format(reason=snapshot.reason, path=log_path())
                self._notice.show_message(said, kind="error", name="reset", label=_("Reset now"))
            elif snapshot.reason and snapshot.fix is not None:
                name, value = snapshot.fix
                record = hypers(self._settings.params).get(name)
                self._fix = snapshot.fix
                label = _("Set {name} to {value}").format(name=name, value=record.format(value))
                self._notice.show_message(snapshot.reason, kind="warning", name="fix", label=label)
            elif snapshot.reason:
                self._notice.show_message(snapshot.reason, kind="warning")

    def _on_refused(self, name: str, message: str) -> None:
        if name:
            self._panel.show_error(name, message)
        else:
            self._asked = None
            self._offer_presets()
            self.next_changed.emit()
            self._notice.show_message(message, kind="error")

    def _on_evaluated(self, evaluation: Evaluation | None) -> None:
        self._notice.show_message(asked_text(evaluation))
