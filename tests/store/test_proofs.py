"""What `bench faults` proves at length, in small: mutated and hostile files, and every call of a save failed once."""

from __future__ import annotations

import sys

import pytest

from tests.bench.child import Child

FEW = 400  # of the 200,000 mutated files

if sys.platform == "linux":  # pipes, devices and forks; the files themselves are the same everywhere

    def test_mutated_files_are_refused_for_the_right_reason_or_valid(tmp_path):
        from tests.faults.loader_child import Loader

        loader = Loader(tmp_path)
        for number in range(FEW):
            loader.load(number)
        assert loader.wrong == []
        assert "unsigned and accepted" not in loader.counts["group"]
        assert len(loader.counts["outcome"]) > 12

    def test_nothing_runs_while_hostile_files_are_opened():
        from tests.faults.hostile import figures

        with Child("tests.faults.hostile_child") as child:
            found = child.answer()
        assert [figure.details for figure in figures(found) if figure.reached != "aim"] == []

    def test_whichever_call_fails_while_saving_the_old_file_or_the_new_one_is_there(tmp_path):
        from tests.faults.disk_child import each_call_failed
        from tests.faults.file_kinds import KINDS

        for kind in KINDS:
            folder = tmp_path / kind.name
            folder.mkdir()
            found = each_call_failed(kind, folder)
            assert found["wrong"] == []
            assert found["refused"]["write"] == 30
            assert found["saved"].keys() == {
                "open",
                "fsync",
                "close",
                "chmod",
            }  # of the folder; permissions spoil no save

    @pytest.mark.slow
    def test_a_saver_killed_in_any_stage_leaves_a_whole_file():
        with Child("tests.faults.kill_child", {"n_kills": 60, "in_each": 3, "seed": 1}) as child:
            assert child.answer()["wrong"] == []
