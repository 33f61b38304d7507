"""Parts of the window that a lesson can show alone, lock or hide, by their names."""

from __future__ import annotations

from collections.abc import Iterator

from playground.errors import PlaygroundError
from playground.hyper import hypers
from playground.i18n import N_
from playground.lessons.lesson import Fault, Lesson

CHOOSERS = ("environment", "algorithm", "preset")
PLOTS = (
    *("plot_return", "plot_epsilon", "plot_loss", "plot_q", "plot_actions", "plot_entropy", "plot_policy_loss"),
    *("plot_value_loss", "plot_critic_loss", "plot_actor_loss", "plot_noise", "plot_visited", "plot_clip_fraction"),
    *("plot_approx_kl", "plot_explained_variance"),
)
PANELS = ("hypers", "plots", "timeline", "details", "bars", "inspector", "minibatch", "buffer")


def faults_of_parts(lesson: Lesson) -> Iterator[Fault]:
    """Find names in show, lock and hide that nothing in the window has."""
    settings = lesson.settings
    records = (*hypers(settings.params), *hypers(settings.environment_params))
    own = (*CHOOSERS, *(record.name for record in records))
    for names, known in (
        (lesson.shown, (*own, *PLOTS)),
        (lesson.locked, own),
        (lesson.hidden, (*own, *PLOTS, *PANELS)),
    ):
        for name in names:
            if name not in known:
                reason = N_("There is nothing called “{name}” to show, lock or hide. There are: {known}.")
                yield Fault(2, 1, PlaygroundError(reason, name=name[:80], known=", ".join(known)))
