"""Whether a run repeats: tried with instances beside each other, with pictures, and in other processes."""

from __future__ import annotations

import pytest

from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import card_of
from playground.store.user_environments import added_path, keep, load_added
from tests.envs.foreign_files import written


@pytest.mark.parametrize(
    ("module", "id", "doubt", "said"),
    [
        ("shared_dice", "Dice-v0", "shared", "two instances of it disturb each other"),
        ("shared_dice", "Deck-v0", "shared", "two instances of it disturb each other"),
        ("shared_dice", "OneWorld-v0", "shared", "two instances of it disturb each other"),
        ("word_set", "Words-v0", "process", "it is another one at each start of the program"),
        ("word_set", "Hashed-v0", "process", "it is another one at each start of the program"),
        ("word_set", "Sorted-v0", "", "so a moment of a run can be restored"),
    ],
)
def test_what_is_shared_or_differs_in_another_process_is_found_and_said(tmp_path, module, id, doubt, said):
    added = probe(f"{written(tmp_path, module)}:{id}")
    assert (added.doubt, added.repeats) == (doubt, not doubt)
    card = card_of(added)
    assert said in card.text
    assert card.restored_by == ("none" if doubt else "replay")


def test_chance_without_a_seed_is_told_from_what_is_shared():
    assert probe("tests.envs.user_environments:Restless-v0").doubt == "chance"


def test_a_list_that_an_older_program_wrote_is_read(tmp_path, own_folders):
    added = probe(f"{written(tmp_path, 'word_set')}:Sorted-v0")
    keep(added)
    text = added_path().read_text()
    older = (
        text.replace('"doubt": ""', '"repeats": true')
        .replace('"counts": [],', "")
        .replace('"bounds": [],', '"bounds": []')
    )
    older = older.replace('"firsts": []', "").replace('"bounds": []\n', '"bounds": []\n')
    added_path().write_text(older)
    assert "counts" not in older
    assert load_added() == [added]
