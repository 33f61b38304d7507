"""What opening a policy file says."""

from __future__ import annotations

import time

import pytest

from playground.errors import FileError
from playground.store.policy.file import load_policy
from playground.store.safe.errors import REASONS, BadFileError


@pytest.fixture
def refusal(tmp_path):
    """Give what load_policy says to some bytes, or to a path that already is something."""

    def of(content, name="bad.rlp"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        begun = time.perf_counter()
        with pytest.raises(BadFileError) as caught:
            load_policy(path)
        assert time.perf_counter() - begun < 1
        error = caught.value
        assert isinstance(error, FileError)
        assert path.name in str(error)
        assert "Nothing was changed." in str(error)
        assert "{" not in str(error)
        assert error.reason in REASONS
        return error.reason

    return of
