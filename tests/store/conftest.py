"""Policies to save, and files to forge."""

from __future__ import annotations

import dataclasses
import sys

import pytest

from playground.hyper import changed
from playground.store.policy.file import policy_bytes
from tests.store.forging import Forger, make_policy, signed


@pytest.fixture(params=["here", "windows"] if sys.platform == "linux" else ["here"])
def disk(request):
    """The disk of this computer, and the one that answers as Windows does."""
    return request.getfixturevalue("windows") if request.param == "windows" else None


@pytest.fixture
def policy():
    return make_policy()


@pytest.fixture
def policy_elsewhere(policy):
    """A policy of a run that began on the moon and whose pole was made longer since."""
    settings = policy.settings.with_environment({"gravity": 1.6})
    return dataclasses.replace(
        policy, settings=settings, environment_params=changed(settings.environment_params, {"length": 1.0})
    )


@pytest.fixture
def another_policy():
    return make_policy(seed=4)


@pytest.fixture
def policy_file(policy, tmp_path):
    path = tmp_path / "good.rlp"
    path.write_bytes(policy_bytes(policy))
    return path


@pytest.fixture
def forger(policy):
    return Forger(policy_bytes(policy))


@pytest.fixture
def forger_elsewhere(policy_elsewhere):
    return Forger(policy_bytes(policy_elsewhere))


@pytest.fixture
def sign():
    return signed
