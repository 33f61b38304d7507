"""Removal of what the bundle installed; the user's files and settings stay."""

from __future__ import annotations

from bundle.laptop import held_files, menu, places
from bundle.laptop.words import StopError, say, t


def uninstall() -> int:
    """Remove the installation and all it made elsewhere; return the exit code."""
    base = places.base()
    if not base.is_dir():
        say(t("The playground is not installed for this user. Nothing was changed."))
        return 0
    record = places.Record(base)
    try:
        with places.alone(base):
            record.undo()
            menu.refresh()
        for path in base.iterdir():  # the record last: where something is in use, the next time needs it
            if path.name != places.RECORD:
                held_files.remove_tree(path)
        held_files.remove_tree(base)
    except OSError as error:
        raise StopError(
            t(
                "Not everything could be removed: {folder} is in use. Close the playground and start this again.",
                folder=base,
            ),
            str(error),
        ) from None
    record.leave()
    say(
        t(
            "The playground is removed. Your files stay, and so do your settings; `playground doctor` said where those are."
        )
    )
    return 0
