"""The log of a session of an earlier schema, in which a 1 stood after each observation, reads as one of today."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.engine.history.recipe import n_sub_envs
from playground.store.format.container import unpack
from playground.store.safe.errors import BadFileError
from playground.store.session.columns import Source
from playground.store.session.file import SESSION
from playground.store.session.manifest import read_manifest
from playground.store.session.past import read_log
from tests.store.forging import Forger

OLDER = sorted((Path(__file__).parents[1] / "fixtures").glob("session-[123]*.rls"))


def log_of(data):
    container = unpack(data, SESSION)
    content = read_manifest(container.manifest)
    return content.settings, read_log(content.settings, Source(container))


@pytest.mark.parametrize("path", OLDER, ids=lambda path: path.stem)
def test_every_row_goes_on_where_the_one_before_it_led(path):
    settings, rows = log_of(path.read_bytes())
    n, n_environments = len(settings.space.scale), n_sub_envs(settings)
    assert rows.shape[1] == 2 * n + settings.space.action_size + 3
    before, after = rows[:-n_environments], rows[n_environments:]
    goes_on = ~before[:, -2:].any(axis=1)
    assert goes_on.sum() > 50
    np.testing.assert_array_equal(before[goes_on, n : 2 * n], after[goes_on, :n])


def test_other_numbers_than_ones_in_their_place_are_refused():
    forger = Forger(OLDER[0].read_bytes(), SESSION)
    begin, _ = forger.header["log"]["data_offsets"]
    at = begin + 4 * 4  # after the four numbers of the first observation
    forger.payload = forger.payload[:at] + np.float32(0.5).tobytes() + forger.payload[at + 4 :]
    with pytest.raises(BadFileError, match="log"):
        log_of(forger.made())
