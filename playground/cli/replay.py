"""`playground replay`: a greedy episode of a policy, in a window or as a video."""

from __future__ import annotations

import argparse

from playground.cli.environment_names import open_policy
from playground.cli.preparing import prepare_here
from playground.cli.terminal import Progress, say
from playground.cli.window import OpenWindow
from playground.engine.evaluation.recording import record_episode
from playground.i18n import _
from playground.store.gallery import typed_file
from playground.store.safe.atomic import check_writable
from playground.store.safe.sanitize import plain


def run(arguments: argparse.Namespace) -> int | OpenWindow:
    """Film the episode and return the exit code, or ask for a window to show it."""
    policy = open_policy(arguments)
    if arguments.video is None:
        return OpenWindow(typed_file(arguments.file), arguments.seed)
    check_writable(arguments.video)
    from playground.export.video import save_recording  # PyAV and pygame, for nobody else

    prepare_here()
    recording = record_episode(policy, arguments.seed)
    with Progress(len(recording), _("frames")) as progress:

        def show(done: int, total: int) -> None:
            if progress.is_due():
                progress.update(done * len(recording) // total)

        save_recording(policy, recording, arguments.video, show)
    say(
        _("Wrote {file}: {n} steps, return {total:g}.").format(
            file=plain(arguments.video, 200), n=len(recording), total=recording.total
        )
    )
    return 0
