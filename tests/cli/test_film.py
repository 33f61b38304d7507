"""`playground film`: the run of a session file as a video, and what it says about it and about what is none."""

from __future__ import annotations

import io

import av
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.cli.main import run
from playground.engine.history.ages import ages_of
from playground.engine.history.archive import archive_of
from playground.engine.history.training_film import Order, film_of
from playground.engine.presets.catalogue import PRESETS
from playground.export.age_words import shot_words
from playground.store.session.file import load_session, save_session
from tests.store.sessions import new_run, run_of


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    prepare_thread()
    path = tmp_path_factory.mktemp("run") / "run.rls"
    save_session(archive_of(run_of("tutorial", 400)), path)
    return path


def n_frames(path):
    with av.open(io.BytesIO(path.read_bytes())) as container:
        return len(list(container.decode(video=0)))


@pytest.mark.parametrize(
    ("name", "words", "order"),
    [
        ("film.mp4", [], Order.SIDE_BY_SIDE),
        ("film.gif", ["--ages", "4", "--order", "one-by-one"], Order.ONE_BY_ONE),
    ],
)
def test_it_films_the_ages_of_the_run_and_says_what_each_returned(session, tmp_path, capsys, name, words, order):
    assert run(["film", str(session), "--out", str(tmp_path / name), *words]) == 0
    film = film_of(ages_of(load_session(session), 4 if words else 6))
    shown = capsys.readouterr().out.splitlines()
    assert shown == [*map(shot_words, film.shots), f"Wrote {tmp_path / name}."]
    every = 2 if name.endswith(".gif") else 1
    assert n_frames(tmp_path / name) == -(-film.n_frames(order) // every)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "film.avi"], "must end in .mp4 for a video, in .gif for an animated picture or in .html"),
        (["--out", "film.mp4", "--ages", "2"], "is not a whole number from 3 to 24"),
        ([], "required: --out"),
    ],
)
def test_wrong_usage_is_told(session, capsys, words, said):
    with pytest.raises(SystemExit) as caught:
        run(["film", str(session), *words])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_a_run_that_has_not_begun_a_policy_and_a_place_that_is_not_there_are_told(
    session, policy_file, tmp_path, capsys
):
    early = tmp_path / "early.rls"
    save_session(archive_of(new_run(PRESETS.get("tutorial"))), early)
    for file, out, said in (
        (early, tmp_path / "a.mp4", "This run has not begun"),
        (policy_file, tmp_path / "a.mp4", "session"),
        (tmp_path / "none.rls", tmp_path / "a.mp4", "There is no"),
        (session, tmp_path / "nowhere" / "a.mp4", "no such folder"),
    ):
        assert run(["film", str(file), "--out", str(out)]) == 1
        shown = capsys.readouterr()
        assert (shown.out, said in shown.err) == ("", True), shown.err
    assert not (tmp_path / "a.mp4").exists()
