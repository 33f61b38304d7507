"""The policy file, .rlp: a Policy on disk.

It is written whole or not at all, and read without trusting a byte of it.
"""

from __future__ import annotations

import math

from playground.engine.evaluation.policy import Policy
from playground.engine.run.settings import Settings
from playground.i18n import N_
from playground.store.format.container import Container, check_first, pack, unpack
from playground.store.format.fields import require_in_range
from playground.store.format.kind import FileKind, open_file, save_file
from playground.store.policy.manifest import manifest_of, policy_from
from playground.store.safe.atomic import StrPath, check_writable
from playground.store.safe.bounded_read import MIB
from playground.store.safe.errors import BadFileError, SaveError
from playground.store.safe.sanitize import plain

POLICY = FileKind(
    format="rl-playground policy",
    noun=N_("policy"),
    suffix=".rlp",
    max_bytes=16 * MIB,
    max_header=256 * 1024,
    max_tensors=256,
    dtypes=frozenset({"F32"}),
)


def save_policy(policy: Policy, path: StrPath) -> None:
    """Write the file, and read it back before it takes its name.

    Raises SaveError with whatever was there before untouched.
    """
    _check_size(policy.settings)
    save_file(path, policy_bytes(policy), POLICY, parse_policy)


def load_policy(path: StrPath) -> Policy:
    """Read a policy.

    Raises BadFileError, whose `reason` says why, for anything but a sound file.
    """
    return open_file(path, POLICY, parse_policy, check_first)


def policy_bytes(policy: Policy) -> bytes:
    """Return the content of the file: the same policy gives the same bytes."""
    return pack(POLICY, manifest_of(policy), policy.weights)


def parse_policy(data: bytes) -> Policy:
    """Return the policy that the bytes of a file hold.

    Raises BadFileError if they are not sound.
    """
    container = unpack(data, POLICY)
    policy = policy_from(container.manifest)
    settings = policy.settings
    _check_tensors(container, settings.learner.weight_shapes(settings.params, settings.space))
    policy.weights.update({name: container.tensor(name) for name in sorted(container.entries)})
    for name, weights in policy.weights.items():
        require_in_range(weights, name)
    return policy


def check_can_save(settings: Settings, path: StrPath) -> None:
    """Raise SaveError if a policy could not be saved to `path`.

    It would be one of a run with these settings; better to know before an hour of training.
    """
    _check_size(settings)
    check_writable(path)


def _check_size(settings: Settings) -> None:
    learner, params, space = settings.learner, settings.params, settings.space
    if (
        4 * sum(math.prod(shape) for shape in learner.weight_shapes(params, space).values())
        > POLICY.max_bytes - POLICY.max_header
    ):
        raise SaveError(
            N_(
                "A network with the layers {sizes} is too large for a policy file, which holds up to {limit} MiB. Choose smaller hidden_layers. Nothing was changed."
            ),
            sizes=", ".join(map(str, learner.layer_sizes(params, space))),
            limit=POLICY.max_bytes // MIB,
        )


def _check_tensors(container: Container, shapes: dict[str, tuple[int, ...]]) -> None:
    for name in sorted(set(container.entries) ^ set(shapes)):
        raise BadFileError("tensors", what=plain(name))
    for name, shape in shapes.items():
        if container.entries[name].shape != shape:
            raise BadFileError("shape", what=name)
