"""Errors of files: one sentence for each reason of a refusal or failure."""

from __future__ import annotations

import errno

from playground.errors import FileError, Term
from playground.held_files import windows_error
from playground.i18n import N_

# The reasons are stable: tests, logs and later versions know them by name.
REASONS = {
    "missing": N_("There is no file “{file}”. Check its name and folder. Nothing was changed."),
    "not_a_file": N_("“{file}” is not a file but a folder, a device or a pipe. Choose a {kind} file ({suffix}). Nothing was changed."),
    "unreadable": N_("“{file}” could not be read: {cause}. Put that right and open it again. Nothing was changed."),
    "too_large": N_("“{file}” has more than {limit}, which no {kind} needs, so it was not opened. Choose a {kind} file ({suffix}). Nothing was changed."),
    "empty": N_("“{file}” is empty. Choose another {kind} file, or save the {kind} again. Nothing was changed."),
    "pickle": N_("“{file}” is a pickle or PyTorch file. Such a file can run any program when it is opened, so it was not. Choose a {kind} file ({suffix}). Nothing was changed."),
    "foreign": N_("“{file}” is not a {kind} file of this program. Choose one that was saved here ({suffix}). Nothing was changed."),
    "truncated": N_("“{file}” is cut off: its end is missing. Copy or download it again. Nothing was changed."),
    "trailing": N_("“{file}” goes on after its end. It was damaged or tampered with: get it again. Nothing was changed."),
    "changed": N_("“{file}” was changed after it was saved: its checksum does not fit. Get it again. Nothing was changed."),
    "header": N_("“{file}” has a header that no {kind} file has. It was damaged or tampered with: get it again. Nothing was changed."),
    "newer": N_("“{file}” was saved by a newer version of this program (file version {version}). Update the program to open it. Nothing was changed."),
    "manifest": N_("“{file}” does not say properly what it holds: “{what}” is missing, unknown or wrong. Get it again, or from somewhere else. Nothing was changed."),
    "environment": N_("“{file}” is for an environment that is not on this computer. {error} If it is one of your own, add it first (File > Add environment…, or --env), for a file never does that; else update the program, or choose another file. Nothing was changed."),
    "algorithm": N_("“{file}” is of an algorithm this version does not have. {error} Update the program, or choose another file. Nothing was changed."),
    "settings": N_("“{file}” holds settings that are not allowed. {error} Choose another file. Nothing was changed."),
    "other_environment": N_("“{file}” is of a run in “{environment}”, and that environment is another one since: {what}. Put its code back as it was then, or train again. Nothing was changed."),
    "inputs": N_("“{file}” holds changes that its run cannot have had. {error} Choose another file. Nothing was changed."),
    "tensors": N_("“{file}” does not hold the numbers that its settings need: “{what}” is missing or does not belong. Choose another file. Nothing was changed."),
    "dtype": N_("“{file}” holds numbers of a type that no {kind} file has (“{what}”). Choose another file. Nothing was changed."),
    "shape": N_("“{file}” holds numbers that do not fit its settings: “{what}” has another shape. Choose another file. Nothing was changed."),
    "layout": N_("“{file}” holds numbers that overlap or leave gaps. It was damaged or tampered with: get it again. Nothing was changed."),
    "state": N_("“{file}” holds a state that no run could be in: “{what}” is wrong. It was damaged or tampered with: get it again. Nothing was changed."),
    "not_finite": N_("“{file}” holds numbers that are not finite (“{what}”), so nothing could go on with them. Choose another file. Nothing was changed."),
    "too_large_numbers": N_("“{file}” holds weights beyond the range from -{limit} to {limit} (“{what}”), which nothing could be learned with. Choose another file. Nothing was changed."),
}  # fmt: skip

_CAUSES = {
    errno.ENOSPC: N_("the disk is full"),
    getattr(errno, "EDQUOT", -1): N_("your share of the disk is used up"),
    errno.EROFS: N_("the disk is read-only"),
    errno.EACCES: N_("you have no permission, or another program is using it"),
    errno.EPERM: N_("you have no permission"),
    errno.ENOENT: N_("there is no such folder"),
    errno.ENOTDIR: N_("there is no such folder"),
    errno.EISDIR: N_("there is a folder of that name"),
    errno.EEXIST: N_("there is a file where a folder has to be"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EFBIG: N_("the file would be larger than the system allows"),
    errno.EIO: N_("the disk reported an error"),
    errno.EMFILE: N_("too many files are open"),
    getattr(errno, "ELOOP", -2): N_("its links lead in a circle"),
}

_HELD = N_(
    "another program has it open: a virus scanner, one that synchronises the folder (OneDrive, say), or one that shows the file"
)
_CAUSES_ON_WINDOWS = {
    5: N_("you have no permission, or another program has it open: a virus scanner, one that synchronises the folder (OneDrive, say), or one that shows the file"),
    32: _HELD,
    33: _HELD,
}  # fmt: skip


class Cause(Term):
    """The operating system's reason, in our words where we have them."""

    def __init__(self, error: OSError) -> None:
        known = _CAUSES_ON_WINDOWS.get(windows_error(error)) or _CAUSES.get(error.errno or 0)
        super().__init__(known or error.strerror or type(error).__name__)


class BadFileError(FileError):
    """A file that was refused, with nothing changed.

    `reason` is one of REASONS. Whoever knows them fills in the values `file`, `kind` and `suffix`: kind.py.
    """

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(REASONS[reason], **{"file": "?", "kind": "?", "suffix": "?"} | values)
        self.reason = reason


class SaveError(FileError):
    """A file that could not be written.

    What was there before still is, and no part of the new one is left behind.
    """
