"""A class folder: every policy on the same starts, and what is broken refused with its reason."""

from __future__ import annotations

import dataclasses

import pytest

from playground.engine.evaluation.evaluation import EvaluationStopped, evaluate_policy
from playground.store.policy.file import save_policy
from playground.store.policy.standings import Refused, policy_files, ranked, standings


@pytest.fixture
def class_folder(tmp_path, policy, policy_file):
    """200 policies as a class hands them in, ten of them broken in five ways."""
    folder = tmp_path / "class"
    folder.mkdir()
    content = policy_file.read_bytes()
    broken = (b"", b"nonsense", content[:500], content[:-4], content[:-4] + b"\xff\xff\xff\x7f")
    for number in range(200):
        is_broken = number % 20 == 7
        file = folder / f"pupil {number:03}.rlp"
        file.write_bytes(broken[number // 20 % len(broken)] if is_broken else content)
    (folder / "readme.txt").write_text("not a policy")
    return folder


def test_of_200_files_ten_are_broken_and_named_and_the_others_are_as_alone(class_folder, policy):
    files, none = policy_files([str(class_folder)])
    assert (len(files), none) == (200, [])
    found = list(standings(files, 3, seed=4))
    refused = [each for each in found if isinstance(each, Refused)]
    assert [each.file for each in refused] == [file for number, file in enumerate(files) if number % 20 == 7]
    assert all(str(each.problem) for each in refused)
    alone = evaluate_policy(policy, 3, seed=4)
    assert all(each.evaluation == alone for each in found if not isinstance(each, Refused))
    assert len(found) == 200


def test_a_standing_says_its_task_its_interval_and_whether_it_solves(tmp_path, policy, policy_elsewhere):
    for name, each in (("here", policy), ("elsewhere", policy_elsewhere)):
        save_policy(dataclasses.replace(each, title=name), tmp_path / f"{name}.rlp")
    entries = ranked(list(standings(policy_files([str(tmp_path)])[0], 20, 0)))
    assert [entry.task for entry in entries] == ["CartPole-v1", "CartPole-v1 (gravity=1.6, length=1)"]
    for entry in entries:
        assert entry.interval[0] <= entry.evaluation.mean <= entry.interval[1]
        assert entry.solves == (entry.evaluation.mean >= 475)


def test_a_file_that_is_named_twice_counts_once_and_an_empty_folder_is_refused(tmp_path, policy_file):
    empty = tmp_path / "empty"
    empty.mkdir()
    files, refused = policy_files([str(policy_file), str(tmp_path), str(empty)])
    assert files == [str(policy_file)]
    assert [each.file for each in refused] == [str(empty)]
    assert "There is no policy (.rlp)" in str(refused[0].problem)


def test_it_stops_between_two_steps_of_an_evaluation(class_folder):
    files, _ = policy_files([str(class_folder)])
    with pytest.raises(EvaluationStopped):
        list(standings(files, 3, 0, should_stop=lambda: True))
