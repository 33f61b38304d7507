"""Steps of the self-test for files: saved and loaded bit for bit, and filmed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.recording import Recording, record_episode
from playground.engine.history.archive import archive_of, timeline_from
from playground.engine.history.recipe import recipe_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.i18n import N_
from playground.readiness.self_test import StepError
from playground.readiness.steps_learning import LEARNED, final_weights, same
from playground.store.gallery import gallery
from playground.store.policy.file import load_policy, save_policy
from playground.store.recipe.file import load_recipe, save_recipe
from playground.store.session.file import load_session, save_session

_CALLS, _MORE_CALLS = 400, 700
_FRAMES = 40
_LEAST_RETURN = 100.0


def keep_a_policy(folder: Path) -> str:
    """Save the learned policy once more and load it."""
    policy = load_policy(folder / LEARNED)
    again = folder / "策略 copy.rlp"  # a name as people give them
    save_policy(dataclasses.replace(policy, title="倒立摆 ✓"), again)
    loaded = load_policy(again)
    if not same(policy.weights, loaded.weights) or loaded.title != "倒立摆 ✓":
        raise StepError(N_("A policy came back from its file as another."))
    return f"{again.stat().st_size} bytes, weights and title the same"


def keep_a_session(folder: Path) -> str:
    """Save a run and load it; go on with both.

    They come to the same weights.
    """
    prepare_thread()
    session = Session(PRESETS.get("fast").settings().with_values({"seed": 3}))
    timeline = Timeline(session, Evaluator(session, 300))
    while session.n_calls < _CALLS:
        timeline.step()
    file = folder / "run.rls"
    save_session(archive_of(timeline, "run"), file)
    loaded = timeline_from(load_session(file)).session
    if loaded.n_calls != _CALLS or final_weights(session, _MORE_CALLS) != final_weights(loaded, _MORE_CALLS):
        raise StepError(N_("A run that was saved did not go on with the same bits."))
    return f"{file.stat().st_size // 1000} kB, and {_MORE_CALLS - _CALLS} more steps with the same bits"


def keep_a_recipe(folder: Path) -> str:
    """Save the recipe of a run with a change in it, and repeat the run."""
    prepare_thread()
    session = Session(PRESETS.get("tutorial").settings().with_values({"seed": 4}))
    while session.n_calls < _CALLS:
        if session.n_calls == _CALLS // 2:
            session.submit("set_hyper", {"name": "gamma", "value": 0.9})
        session.step()
    file = folder / "run.rlr"
    save_recipe(recipe_of(session), file)
    recipe = load_recipe(file)
    again = final_weights(Session(recipe.settings, recipe.inputs), _CALLS)
    if recipe.reached is None or again != recipe.reached.weights_sha256:
        raise StepError(N_("A recipe did not make the same run again."))
    return f"{file.stat().st_size} bytes, and the same {_CALLS} steps again, one change of gamma included"


def read_gallery(folder: Path) -> str:
    """Read every policy that comes with the program.

    Each has the weights that the index says.
    """
    policies = [entry.load() for entry in gallery()]
    if not policies:
        raise StepError(N_("There is no policy in the gallery."))
    return f"{len(policies)} policies"


def replay(folder: Path) -> str:
    """Replay an episode of the learned policy, twice."""
    first, second = _episode(folder), _episode(folder)
    if first.states != second.states or first.total < _LEAST_RETURN:
        raise StepError(N_("An episode was replayed as another, or was a bad one (return {total})."), total=first.total)
    return f"return {first.total:.0f}, every state the same twice"


def film(folder: Path) -> str:
    """Film the beginning of an episode as a video and as a page.

    Then look into both.
    """
    from playground.export.film import check_film, frame_count
    from playground.export.video import save_recording

    whole = _episode(folder)
    part = dataclasses.replace(
        whole,
        states=whole.states[: _FRAMES + 1],
        actions=whole.actions[:_FRAMES],
        rewards=whole.rewards[:_FRAMES],
        values=whole.values[:_FRAMES],
    )
    policy, video, page = load_policy(folder / LEARNED), folder / "film.mp4", folder / "film.html"
    save_recording(policy, part, video)
    save_recording(policy, part, page)
    check_film(video.read_bytes(), frame_count(part))
    if b"data:video/mp4;base64," not in page.read_bytes():
        raise StepError(N_("There is no video in the page."))
    return f"{frame_count(part)} frames, {video.stat().st_size // 1000} kB"


def _episode(folder: Path) -> Recording:
    return record_episode(load_policy(folder / LEARNED), seed=5)
