"""What a page says of its run, as both stand."""

from __future__ import annotations

from playground.i18n import _
from playground.ui.learn.course import Course
from playground.ui.learn.page_runs import PageRuns
from playground.ui.learn.page_view import RunView
from playground.ui.learn.words import names_words, until_words
from playground.ui.trainer.snapshot import Snapshot, TrainerState


def run_view(course: Course, runs: PageRuns, latest: Snapshot) -> RunView | None:
    """Return what the page that is shown says of its run; None if it has none."""
    run = course.page.run
    if run is None:
        return None
    label, notes = until_words(run), [names_words(run, course.lesson.settings)]
    if runs.is_under_way and runs.leads_to_page:
        notes.append(_("First it is brought to where this page begins."))
    elif runs.is_under_way:
        notes.append(_("It runs, for {n} steps at most. Pause stops it.").format(n=f"{run.at_most:,}"))
    elif runs.is_paused:
        label = _("Go on: {what}").format(what=label)
        notes.append(_("Paused at step {n}.").format(n=f"{latest.n_steps:,}"))
    elif latest.state is TrainerState.FAILED:
        notes.append(_("Training stopped. The button begins the run again."))
    elif not run.anew and not runs.is_as_left:
        notes.append(_("The run is not where the lesson left it. The button first brings it there."))
    return RunView(label, "\n".join(filter(None, notes)), not runs.is_under_way)
