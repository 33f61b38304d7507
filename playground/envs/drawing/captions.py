"""Texts that all environments share: on the picture, and in descriptions."""

from __future__ import annotations

from playground.envs.scene import Scene
from playground.i18n import _, with_minus
from playground.number_text import four_digits


def shared_captions() -> dict[str, str]:
    """Return the texts of every picture, by their names in Captions.

    They are in the language of this moment.
    """
    return {
        "step": _("step"),
        "episode_return": _("return"),
        "explored": _("explored"),
        "greedy": _("greedy"),
        "forced": _("forced"),
    }


def noise_caption() -> dict[str, str]:
    """Return the text that pictures of continuous actions have besides."""
    return {"with_noise": _("noisy")}  # as short as the others: there is little room


def description(scene: Scene, *sentences: str, terminated: str = "") -> str:
    """Return the scene in a few sentences.

    They are its caption, those given, how far it is and, if it ended, how.
    """
    end = _("The episode reached its time limit.") if scene.truncated else ""
    parts = (
        scene.caption and _("{caption}.").format(caption=scene.caption),
        *sentences,
        _("Step {step}, return {episode_return}.").format(
            step=f"{scene.step:,}", episode_return=four_digits(scene.episode_return)
        ),
        terminated if scene.terminated else end,
    )
    return with_minus(" ".join(part for part in parts if part))


def with_reason(scene: Scene, action: str) -> str:
    """Return a sentence about the newest action.

    It says whether the action was explored, moved by noise, forced or greedy, where that is known.
    """
    if scene.explored is None:
        return _("{action}.").format(action=action)
    if scene.forced:
        return _("{action}, forced.").format(action=action)
    if scene.with_noise:
        return _("{action}, with noise.").format(action=action)
    if scene.explored:
        return _("{action}, explored.").format(action=action)
    return _("{action}, greedy.").format(action=action)
