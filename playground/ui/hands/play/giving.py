"""Whether a person's episode can be given to a learner, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.hyper import hypers
from playground.i18n import _

if TYPE_CHECKING:
    from playground.engine.run.settings import Settings


def why_not_given(played: Settings, run: Settings | None) -> str:
    """Return why an episode of `played` cannot be given to the learner of `run`.

    An empty text where it can.
    """
    if run is None or played.environment != run.environment:
        return _("The run learns in another environment than the one you play in.")
    name = _(run.learner.title)
    if run.learner.shows == "probabilities":
        said = _(
            "{algorithm} is on-policy: it learns only from steps that its own newest policy took, so an episode of yours would mislead it. DQN and DDPG can learn from it."
        )
        return said.format(algorithm=name)
    if "buffer_size" not in hypers(run.params) or getattr(run.params, "replay", "on") != "on":
        said = _("{algorithm} has no replay buffer here, which your episode would go into. DQN and DDPG have one.")
        return said.format(algorithm=name)
    return ""
