"""Presenter for recipes: save, copy, open, paste."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from playground.engine.run import promise as promises
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.files.file_name import file_name
from playground.ui.files.recent_files import RecentFiles
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.support.qt_translations import label_file_dialog
from playground.ui.support.screen_room import open_dialog
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.left_run import is_kept_when_left
from playground.ui.trainer.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from playground.engine.history.recipe import Recipe
    from playground.engine.run import fingerprint
    from playground.store.policy import file as policy_file
    from playground.store.recipe import file as recipe_file
else:  # after the first paint
    fingerprint = lazy_import("playground.engine.run.fingerprint")
    policy_file = lazy_import("playground.store.policy.file")
    recipe_file = lazy_import("playground.store.recipe.file")

SUFFIX = ".rlr"
_COPY, _COMPARE = "copy", "compare"  # what a recipe is taken for, if not for a file


class RecipePresenter(QObject):
    """Recipes of the run that is shown, and runs begun from recipes."""

    run_wanted = Signal(object)  # Recipe: nothing is lost by it, or somebody agreed to that

    def __init__(
        self, controller: Controller, notice: Notice, recent: RecentFiles, tasks: BackgroundTasks, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller, self._notice, self._recent = controller, notice, recent
        self._tasks, self._window = tasks, window
        self._offered: Recipe | None = None  # waits for somebody to agree, or for its weights
        self._asked: Recipe | None = None  # whose run was asked for
        self._reading: BackgroundTask | None = None  # of the newest recipe that was asked for
        self._followed: Recipe | None = None  # by the run that is shown, until that has come to its end
        controller.recipe_taken.connect(self._on_taken)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.snapshot_shown.connect(self._on_snapshot)
        notice.action_chosen.connect(self._on_notice)

    def take_over(self, other: RecipePresenter) -> None:
        """Follow the recipe that another window follows."""
        self._followed = other._followed

    # Out

    def ask_where_to_save(self) -> None:
        """Ask for a file and write the recipe of what is shown to it."""
        settings = self._controller.latest.settings
        name = self._recent.folder() / f"{file_name(settings.environment) if settings else 'run'}{SUFFIX}"
        dialog = QFileDialog(self._window, _("Save recipe"), str(name), _("Recipes (*.rlr)"))
        dialog.setObjectName("save_recipe_dialog")
        label_file_dialog(dialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(str(name))
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        open_dialog(dialog)

    def save(self, name: str) -> None:
        """Write the recipe of what is shown to a file, in another thread."""
        self._controller.take_recipe(Path(name))

    def copy(self) -> None:
        """Put the recipe of what is shown on the clipboard, as text."""
        self._controller.take_recipe(_COPY)

    def _on_taken(self, recipe: Recipe, purpose: object) -> None:
        if isinstance(purpose, Path):
            self._tasks.start(_RecipeSaving(recipe, purpose), self._on_saved, self._on_failed)
        elif purpose == _COPY:
            self._tasks.start(_RecipeWriting(recipe), self._put_on_clipboard, self._on_failed)
        elif purpose == _COMPARE:
            self._compare(recipe)

    def _on_saved(self, path: Path) -> None:
        self._recent.remember(path)
        self._notice.show_message(self._with_promise(_("Saved to {path}.").format(path=path)))

    def _on_failed(self, message: str) -> None:
        self._notice.show_message(message, kind="error")

    def _put_on_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        said = _(
            "The recipe of this run is on the clipboard ({n} characters): paste it into a message, or into another window of this program."
        )
        self._notice.show_message(self._with_promise(said.format(n=f"{len(text):,}")))

    def _with_promise(self, said: str) -> str:
        """Return what is said of a recipe, and where its run repeats."""
        settings = self._controller.latest.settings
        if settings is None:
            return said
        return _("{sentence} {next}").format(sentence=said, next=promises.promise_of(settings).sentence)

    # In

    def open(self, name: str) -> None:
        """Begin the run of a recipe in a file: at once if nothing is lost, else offer it."""
        self._read(_RecipeOpening(Path(name)), self._on_opened)

    def _on_opened(self, result: tuple[Path, Recipe]) -> None:
        path, recipe = result
        self._recent.remember(path)
        self.offer(recipe)

    def paste(self) -> None:
        """Begin the run of a recipe that is on the clipboard, likewise."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            said = _(
                "There is no text on the clipboard, so no run begins. Copy a recipe there first, all of it with its braces."
            )
            self._on_failed(said)
            return
        self._read(_RecipeParsing(text), self.offer)

    def _read(self, work: Callable[[BackgroundTask], Any], succeeded: Callable[[Any], None]) -> None:
        """Read a recipe in another thread, and give up one that is still being read."""
        if self._reading is not None and isValid(self._reading):
            self._reading.requestInterruption()
        self._reading = self._tasks.start(work, succeeded, self._on_failed)

    def offer(self, recipe: Recipe) -> None:
        """Begin the run of a recipe: at once if nothing is lost, else offer it."""
        self._offered = recipe
        if recipe.missing:
            said = _(
                "This recipe begins from weights that were too large to be written into it (hash {hashes}…). Open the policy file that they came from."
            )
            hashes = ", ".join(sorted(digest[:12] for digest in recipe.missing))
            self._notice.show_message(said.format(hashes=hashes), name="recipe_weights", label=_("Open the policy…"))
            return
        snapshot = self._controller.latest
        n_steps = snapshot.newest_steps
        if n_steps == 0:
            self._begin()
            return
        if is_kept_when_left(snapshot):
            said = _("The recipe begins a new run. This one has {n} steps and stays under Run > Recent runs.")
        else:
            said = _("The recipe begins a new run. This one has {n} steps; save what you want to keep of it first.")
        self._notice.show_message(said.format(n=f"{n_steps:,}"), name="recipe", label=_("Begin it now"))

    def _on_notice(self, name: str) -> None:
        if self._offered is None:
            return
        if name == "recipe":
            self._begin()
        elif name == "recipe_weights":
            folder = str(self._recent.folder())
            dialog = QFileDialog(
                self._window, _("Open the policy that the run begins from"), folder, _("Policies (*.rlp)")
            )
            dialog.setObjectName("recipe_weights_dialog")
            label_file_dialog(dialog)
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(self.give_weights)
            dialog.finished.connect(dialog.deleteLater)
            open_dialog(dialog)

    def give_weights(self, name: str) -> None:
        """Take the weights that the recipe lacks from a policy file."""
        if self._offered is not None:
            self._read(_WeightsGiving(self._offered, Path(name)), self.offer)

    def _begin(self) -> None:
        recipe, self._offered = self._offered, None
        assert recipe is not None
        self._asked = recipe
        self.run_wanted.emit(recipe)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        recipe, self._asked = self._asked, None
        is_its = recipe is not None and snapshot.settings is recipe.settings
        self._followed = recipe if is_its else None
        if recipe is None or not is_its:
            return
        said = _("This run follows the recipe up to step {n}, with {changes} changes on its way. Press Run.").format(
            n=f"{recipe.goal:,}", changes=len(recipe.inputs)
        )
        settings = recipe.settings
        others = fingerprint.differences(recipe.fingerprint, fingerprint.fingerprint(settings), settings.card.doubt)
        if others:
            text = _("Its curve may differ from the one there, and agrees with it in its statistics: {differences}.")
            text = text.format(differences=fingerprint.in_words(others))
            said = _("{sentence} {next}").format(sentence=said, next=text)
        self._notice.show_message(said, kind="warning" if others else "info")

    # At the end of a recipe

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        recipe = self._followed
        if recipe is None or snapshot.state is not TrainerState.FINISHED or snapshot.settings is not recipe.settings:
            return
        if recipe.reached is not None and snapshot.n_steps == recipe.reached.n_steps:
            self._controller.take_recipe(_COMPARE)

    def _compare(self, ours: Recipe) -> None:
        recipe, self._followed = self._followed, None
        if recipe is None or recipe.reached is None or ours.reached is None or ours.settings is not recipe.settings:
            return
        if ours.reached == recipe.reached or ours.reached.weights_sha256 == recipe.reached.weights_sha256:
            said = _("The recipe is followed to its end, step {n}: the weights are those that it came to, bit for bit.")
        elif fingerprint.differences(recipe.fingerprint, ours.fingerprint) or recipe.settings.card.doubt:
            said = _(
                "The recipe is followed to its end, step {n}: the weights are not, bit for bit, those that it came to, as was to be expected here."
            )
        else:
            said = _(
                "The recipe is followed to its end, step {n}: the weights are not those that it came to, for something else was changed on the way, or an environment of your own since."
            )
        self._notice.show_message(said.format(n=f"{recipe.goal:,}"))


class _RecipeSaving:
    def __init__(self, recipe: Recipe, path: Path) -> None:
        self._recipe, self._path = recipe, path

    def __call__(self, task: BackgroundTask) -> Path:
        recipe_file.save_recipe(self._recipe, self._path)
        return self._path


class _RecipeWriting:
    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    def __call__(self, task: BackgroundTask) -> str:
        return recipe_file.recipe_text(self._recipe)


class _RecipeOpening:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, task: BackgroundTask) -> tuple[Path, Recipe]:
        return self._path, recipe_file.load_recipe(self._path, task.isInterruptionRequested)


class _RecipeParsing:
    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, task: BackgroundTask) -> Recipe:
        return recipe_file.parse_text(self._text, task.isInterruptionRequested)


class _WeightsGiving:
    def __init__(self, recipe: Recipe, path: Path) -> None:
        self._recipe, self._path = recipe, path

    def __call__(self, task: BackgroundTask) -> Recipe:
        return self._recipe.with_weights(policy_file.load_policy(self._path).weights)
