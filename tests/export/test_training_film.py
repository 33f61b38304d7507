"""The film of a training on disk: every frame there, captioned, in real time, as mp4, gif or page, or no file at all."""

from __future__ import annotations

import base64
import io
import re

import av
import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.ages import ages_of, lifetime_of
from playground.engine.history.training_film import Order, TrainingFilm, film_of
from playground.envs.drawing.quiet_pygame import pygame
from playground.export.age_words import shot_words
from playground.export.encoder import FilmError
from playground.export.film import PAPER
from playground.export.training_film import footage_of, save_training_film
from playground.export.training_film_picture import FilmPainter, columns
from playground.i18n import set_language
from playground.store.safe.errors import SaveError
from tests.export.test_video import decoded
from tests.store.sessions import run_of

SIDE_BY_SIDE, ONE_BY_ONE = Order.SIDE_BY_SIDE, Order.ONE_BY_ONE


@pytest.fixture(scope="module")
def film():
    """Return a film of four short episodes."""
    prepare_thread()
    ages = ages_of(lifetime_of(run_of("tutorial", 500)), 4)
    whole = film_of(ages)
    assert len(whole.shots) == 4
    return whole


def save(film, order, path, on_progress=lambda done, total: None, is_cancelled=lambda: False):
    save_training_film(film, order, path, on_progress, is_cancelled)


@pytest.mark.parametrize("order", list(Order))
def test_a_video_has_every_frame_in_real_time_and_they_are_what_the_window_draws(film, tmp_path, order):
    save(film, order, tmp_path / "out.mp4")
    frames, rate, seconds = decoded(str(tmp_path / "out.mp4"))
    n_frames = film.n_frames(order)
    assert len(frames) == n_frames
    assert rate == film.frames_per_s == 50
    assert seconds == pytest.approx(n_frames / 50, abs=0.05)
    size = footage_of(film, order).size
    surface, painter = pygame.Surface(size, 0, 32), FilmPainter(film)
    for number in (0, n_frames // 3, n_frames - 1):
        painter.draw(surface, order, number, PAPER, 1.0)
        drawn = pygame.surfarray.array3d(surface).swapaxes(0, 1)
        assert frames[number].shape == drawn.shape
        assert np.abs(frames[number].astype(float) - drawn).mean() < 2  # of 255: what compressing costs
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_a_gif_plays_over_and_over_in_real_time_with_the_colours_of_the_picture(film, tmp_path):
    save(film, SIDE_BY_SIDE, tmp_path / "out.gif")
    data = (tmp_path / "out.gif").read_bytes()
    assert data[:6] == b"GIF89a"
    assert b"NETSCAPE2.0\x03\x01\x00\x00" in data  # for ever
    frames, _rate, seconds = decoded(io.BytesIO(data))
    footage = footage_of(film, SIDE_BY_SIDE)
    assert len(frames) == -(-footage.n_frames // 2)  # of 50 a second, 25
    assert seconds == pytest.approx(footage.n_frames / 50, abs=0.05)
    for number, drawn in zip((0, 8), footage.frames(range(0, 17, 16)), strict=True):
        difference = np.abs(frames[number].astype(int) - drawn)
        assert difference.mean() < 1
        assert np.percentile(difference, 99) < 30


def test_each_tile_has_its_own_age_and_its_own_picture(film):
    footage = footage_of(film, SIDE_BY_SIDE)
    first = next(iter(footage.frames(range(1))))
    height, width = (side // 2 for side in first.shape[:2])
    tiles = [first[row : row + height, column : column + width] for row in (0, height) for column in (0, width)]
    heads = {tile[:40].tobytes() for tile in tiles}
    assert len(heads) == 4
    assert all((tile[100:] < 100).any() for tile in tiles)  # the cart


def test_words_of_an_age_tell_episodes_step_and_return_and_what_it_is(film):
    words = [shot_words(shot) for shot in film.shots]
    assert words[0] == f"Before training, step 0: return {film.shots[0].recording.total:g}"
    newest = film.shots[-1].age.policy
    assert words[-1].startswith(f"After {newest.n_episodes} episodes, step 500: return ")
    assert sum("the best" in each for each in words) == 1
    assert words[-1].endswith("now)")


def test_the_words_in_the_picture_are_those_of_the_language(film):
    def head():
        return next(iter(footage_of(film, ONE_BY_ONE).frames(range(1))))

    english = head()
    set_language("zh_CN")
    try:
        assert (head() != english).any()
    finally:
        set_language("en")


def test_a_page_holds_the_video_and_a_line_for_each_age(film, tmp_path):
    save(film, SIDE_BY_SIDE, tmp_path / "out.html")
    text = (tmp_path / "out.html").read_text("utf-8")
    data = base64.b64decode(re.search('data:video/mp4;base64,([^"]+)', text)[1], validate=True)
    with av.open(io.BytesIO(data)) as container:
        assert len(list(container.decode(video=0))) == film.n_frames(SIDE_BY_SIDE)
    said = dict(zip(re.findall("<dt>(.*?)</dt>", text), re.findall("<dd>(.*?)</dd>", text), strict=True))
    assert said["Before training"] == f"step 0: return {film.shots[0].recording.total:g}"
    assert said["Environment"] == "CartPole-v1"
    assert "How DQN learned CartPole-v1" in text


@pytest.mark.parametrize("name", ["out.mp4", "out.gif", "out.html"])
def test_a_cancelled_film_leaves_the_old_file_and_nothing_else(film, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"old")
    seen = []
    with pytest.raises(FilmError, match="cancelled"):
        save(film, SIDE_BY_SIDE, path, lambda done, total: seen.append((done, total)), lambda: len(seen) == 7)
    assert len(seen) == 7
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["out.mp4", "out.gif"])
def test_progress_is_told_to_the_end(film, tmp_path, name):
    seen = []
    save(film, SIDE_BY_SIDE, tmp_path / name, lambda done, total: seen.append((done, total)))
    n_frames = film.n_frames(SIDE_BY_SIDE)
    assert seen == sorted(seen)
    assert seen[-1] == (n_frames, n_frames)


def test_a_place_where_nothing_can_be_written_is_noticed_before_the_work(film, tmp_path):
    seen = []
    with pytest.raises(SaveError, match="no such folder"):
        save(film, SIDE_BY_SIDE, tmp_path / "nowhere" / "out.gif", lambda *done: seen.append(done))
    assert seen == []


def test_a_film_of_one_age_is_a_film(film, tmp_path):
    one = TrainingFilm(film.shots[:1])
    for order in Order:
        save(one, order, tmp_path / "one.mp4")
        assert len(decoded(str(tmp_path / "one.mp4"))[0]) == one.n_frames(order)


@pytest.mark.parametrize("size", [(37, 20), (160, 90), (300, 90), (500, 340), (1900, 1000)])
def test_any_room_is_enough_to_draw_in(film, size):
    for order in Order:
        FilmPainter(film).draw(pygame.Surface(size, 0, 32), order, 3, PAPER, 1.5)


def test_tiles_stand_in_rows_of_nearly_as_many_as_there_are_rows():
    assert [columns(n) for n in (1, 2, 3, 4, 6, 9, 12)] == [1, 2, 3, 2, 3, 3, 4]
