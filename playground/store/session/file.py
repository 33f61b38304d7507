"""The session file, .rls: a whole run on disk, with its past.

It goes on with the same bits, and all its moments can still be shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from playground.engine.history.archive import Archive
from playground.errors import never
from playground.i18n import N_
from playground.store.format.container import Array, Container, check_first, pack, unpack
from playground.store.format.environment_change import environment_changed, require_its_log
from playground.store.format.kind import FileKind, open_file, save_file
from playground.store.safe.atomic import StrPath
from playground.store.safe.bounded_read import MIB
from playground.store.safe.errors import BadFileError, SaveError
from playground.store.safe.sanitize import plain
from playground.store.session.columns import Source
from playground.store.session.manifest import ManifestContent, Tables, manifest_of, read_manifest, tables_of
from playground.store.session.past import read_bests, read_findings, read_loaded, read_log, read_tables, write_past
from playground.store.session.state import KeyframeColumns

SESSION = FileKind(
    format="rl-playground session",
    noun=N_("session"),
    suffix=".rls",
    max_bytes=512 * MIB,
    max_values=2_000_000,  # whoever drags a slider for a minute makes thousands of inputs of some five each
    max_header=64 * MIB,
    max_tensors=1024,
    dtypes=frozenset({"F32", "F64", "I64", "U64", "U8", "BOOL"}),
)
MOST_CHANGES = 140_000  # of a run; each takes some thirteen values of the manifest


def save_session(archive: Archive, path: StrPath) -> None:
    """Write the file, and read it back before it takes its name.

    Raises SaveError with whatever was there before untouched.
    """
    save_file(path, session_bytes(archive), SESSION, parse_session)


def load_session(path: StrPath, should_stop: Callable[[], bool] = never) -> Archive:
    """Read a session.

    Raises BadFileError, whose `reason` says why, for anything but a sound file, and CancelledError if it should stop.
    """
    return open_file(path, SESSION, partial(parse_session, should_stop=should_stop), check_first)


def load_session_manifest(path: StrPath) -> ManifestContent:
    """Return the manifest of a file, with none of its numbers looked at.

    Raises BadFileError as load_session() does.
    """
    return open_file(path, SESSION, _read_content, check_first)


def _read_content(data: bytes) -> ManifestContent:
    return read_manifest(unpack(data, SESSION).manifest)


def session_bytes(archive: Archive) -> bytes:
    """Return the content of the file.

    The same archive gives the same bytes. Raises SaveError if it would be too large.
    """
    tables = tables_of(archive)
    n_changes = max(len(archive.inputs), len(tables.marks))
    if n_changes > MOST_CHANGES:
        raise SaveError(
            N_(
                "The {n} changes of this run are more than a session file holds ({limit}), so none was written and nothing was changed. You can save the policy of this one."
            ),
            n=f"{n_changes:,}",
            limit=f"{MOST_CHANGES:,}",
        )
    arrays: dict[str, Array] = {}
    write_past(archive, tables, arrays)
    KeyframeColumns(archive.settings, tables).write(archive, arrays)
    n_bytes = sum(array.nbytes for array in arrays.values())
    if n_bytes > SESSION.max_bytes - SESSION.max_header:
        raise SaveError(
            N_(
                "This run takes {size} MiB, and a session file holds up to {limit} MiB, so none was written and nothing was changed. A smaller buffer_size or smaller hidden_layers, after Reset, make one that fits. You can save the policy or the recipe of this one."
            ),
            size=n_bytes // MIB,
            limit=SESSION.max_bytes // MIB,
        )
    return pack(SESSION, manifest_of(archive, tables), arrays)


def parse_session(data: bytes, should_stop: Callable[[], bool] = never) -> Archive:
    """Return the run that the bytes of a file hold.

    Raises BadFileError if they are not sound.
    """
    container = unpack(data, SESSION)
    content = read_manifest(container.manifest, should_stop)
    log = container.entries.get("log")
    if log is not None and len(log.shape) == 2:
        require_its_log(content.settings, log.shape[1], container.manifest["schema"])
    try:
        return _read_archive(container, content)
    except BadFileError as error:
        if error.reason == "shape" and content.settings.card.is_added:
            raise environment_changed(content.settings) from error
        raise


def _read_archive(container: Container, content: ManifestContent) -> Archive:
    settings, n_steps = content.settings, content.progress["steps"]
    _check_room(container, settings.learner.weight_shapes(settings.params, settings.space))
    source = Source(container)
    inputs = read_loaded(settings, content.inputs, source)
    bests = read_bests(settings, content.tables.bests, source)
    tables = Tables(content.tables.marks, content.tables.environments, bests)
    rows, curves = read_log(settings, source), read_tables(settings, n_steps, source)
    lengths = {name: len(curve) for name, curve in curves.items()}
    keyframes = KeyframeColumns(settings, tables).read(content, inputs, lengths, len(rows), source)
    present = keyframes[-1]
    findings = read_findings(settings, tables, present.n_calls, present.agent["n_updates"], source)
    source.close()
    return Archive(
        settings=settings,
        inputs=inputs,
        keyframes=tuple(keyframes),
        rows=rows,
        tables=curves,
        findings=tuple(findings),
        every=content.every,
        title=content.title,
        created=content.created,
        fingerprint=content.fingerprint,
        made_elsewhere=content.made_elsewhere,
    )


def _check_room(container: Container, shapes: dict[str, tuple[int, ...]]) -> None:
    """Refuse settings of a network that is larger than the file.

    It is asked before one is made to compare it with.
    """
    name, _ = max(shapes.items(), key=lambda item: math.prod(item[1]))
    n_bytes = 4 * sum(math.prod(shape) for shape in shapes.values())
    if n_bytes > max(entry.end for entry in container.entries.values()):
        raise BadFileError("shape", what=plain(name))
