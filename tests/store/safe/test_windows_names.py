"""Names that Windows would give to a device, to another file or to none are refused there before anything is written."""

from __future__ import annotations

import pytest

from playground.store.policy.file import check_can_save, load_policy, save_policy
from playground.store.safe.errors import SaveError

DEVICES = ["CON", "nul.rlp", "Com1.tar.rlp", "LPT9 .rlp", "aux", "COM².rlp", "conout$"]


@pytest.mark.parametrize(
    ("name", "words"),
    [(name, "keeps for a device") for name in DEVICES]
    + [(name, "ends in a dot or a space") for name in ("good.rlp.", "good.rlp ", "good.rlp. .")]
    + [(name, "a character that no name can have") for name in ("good:2.rlp", "what?.rlp", "a<b.rlp", "a\nb.rlp")],
)
def test_such_a_name_is_refused_in_words_and_nothing_is_written(
    windows, policy, policy_file, another_policy, name, words
):
    folder = policy_file.parent
    for save in (
        lambda: save_policy(another_policy, folder / name),
        lambda: check_can_save(policy.settings, folder / name),
    ):
        with pytest.raises(SaveError, match=words):
            save()
    assert [path.name for path in folder.iterdir()] == [policy_file.name]
    assert load_policy(policy_file).weights_sha256 == policy.weights_sha256


@pytest.mark.parametrize("name", ["console.rlp", "com10.rlp", "nullable", "a.con", "a. b", "CartPole 第一次.rlp"])
def test_any_other_name_is_taken(windows, another_policy, tmp_path, name):
    save_policy(another_policy, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_in_other_letters_is_that_of_the_file_that_is_there(windows, policy_file, another_policy):
    save_policy(another_policy, policy_file.with_name("GOOD.RLP"))
    assert [path.name for path in policy_file.parent.iterdir()] == [policy_file.name]
    assert load_policy(policy_file).weights_sha256 == another_policy.weights_sha256


def test_other_systems_take_them_all(policy, tmp_path):
    for name in DEVICES:
        save_policy(policy, tmp_path / name)
    assert len(list(tmp_path.iterdir())) == len(DEVICES)
