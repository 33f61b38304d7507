"""A replay becomes a video that plays: every frame there, what the painter drew, in real time, or no file at all."""

from __future__ import annotations

import base64
import dataclasses
import importlib
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import av
import numpy as np
import pytest

from playground.engine.evaluation.recording import record_episode, record_pushed
from playground.engine.evaluation.result import Evaluation
from playground.envs.drawing.quiet_pygame import pygame
from playground.export.encoder import FilmError
from playground.export.film import LAST_FRAME_S, PAPER, SIZE, check_film, film, frame_count
from playground.export.video import save_recording
from playground.store.safe.errors import SaveError
from playground.ui.theme.palette import LIGHT, scene_palette


def decoded(source):
    with av.open(source) as container:
        stream = container.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
        return frames, stream.average_rate, container.duration / av.time_base


@pytest.fixture
def short(bad_policy):
    return record_episode(bad_policy, seed=5)


def test_a_video_has_every_frame_of_the_episode_in_real_time(good_policy, tmp_path):
    recording = record_episode(good_policy, seed=0)
    assert len(recording) == 500

    save_recording(good_policy, recording, tmp_path / "out.mp4")

    frames, rate, seconds = decoded(str(tmp_path / "out.mp4"))
    assert len(frames) == frame_count(recording) == 500 + 1 + 50
    assert frames[0].shape == (SIZE[1], SIZE[0], 3)
    assert rate == 50
    assert seconds == pytest.approx(10 + LAST_FRAME_S, abs=0.05)
    assert [path.name for path in tmp_path.iterdir()] == ["out.mp4"]


def test_where_an_encoder_is_missing_or_fails_the_next_one_films(bad_policy, short, tmp_path, monkeypatch):
    films = importlib.import_module("playground.export.encoder")
    broken = ("libx264", {"preset": "there is none such"})
    monkeypatch.setattr(films, "ENCODERS", (broken, ("no encoder", {}), films.ENCODERS[-1]))

    save_recording(bad_policy, short, tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.video[0].codec_context.name in ("vp9", "libvpx-vp9")
        assert len(list(container.decode(video=0))) == frame_count(short)


def test_where_no_encoder_works_nothing_is_written(bad_policy, short, tmp_path, monkeypatch):
    monkeypatch.setattr("playground.export.encoder.ENCODERS", (("libx264", {"preset": "there is none such"}),))

    with pytest.raises(FilmError, match="could not be made"):
        save_recording(bad_policy, short, tmp_path / "out.mp4")

    assert list(tmp_path.iterdir()) == []


def test_the_frames_are_what_the_painter_draws(bad_policy, short, tmp_path):
    save_recording(bad_policy, short, tmp_path / "out.mp4")

    frames, _, _ = decoded(str(tmp_path / "out.mp4"))
    card = bad_policy.settings.card
    surface = pygame.Surface(SIZE, 0, 32)
    for number in (0, 3, len(short), len(frames) - 1):
        scene = short.scene(min(number, len(short)), "seed 5")
        card.painter()(surface, scene, PAPER, 1.0, card.captions())
        drawn = pygame.surfarray.array3d(surface).swapaxes(0, 1)
        difference = np.abs(frames[number].astype(float) - drawn).mean()
        assert difference < 2, number  # of 255: what compressing costs
    assert np.abs(frames[0].astype(float) - frames[len(short)]).mean() > 2  # and the picture does change


def test_the_colours_are_those_of_the_light_window():
    assert scene_palette(LIGHT) == PAPER


def test_progress_is_reported_to_the_end(bad_policy, short, tmp_path):
    reports = []
    save_recording(bad_policy, short, tmp_path / "out.mp4", lambda done, total: reports.append((done, total)))
    total = frame_count(short)
    assert reports == [(done, total) for done in range(1, total + 1)]


@pytest.mark.parametrize("name", ["out.mp4", "out.html"])
def test_a_cancelled_video_leaves_the_old_file_and_nothing_else(bad_policy, short, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"old")
    seen = []

    with pytest.raises(FilmError, match="cancelled"):
        save_recording(bad_policy, short, path, lambda done, _: seen.append(done), lambda: len(seen) == 7)

    assert seen == list(range(1, 8))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_where_nothing_can_be_written_is_noticed_before_the_work(bad_policy, short, tmp_path):
    frames = []
    with pytest.raises(SaveError, match="no such folder"):
        save_recording(bad_policy, short, tmp_path / "nowhere" / "out.mp4", lambda *done: frames.append(done))
    assert frames == []


def test_a_video_that_does_not_play_to_its_end_is_not_accepted(short):
    data = film(short, lambda done, total: None, lambda: False)
    check_film(data, frame_count(short))
    for broken in (data[: len(data) // 2], b"", b"\0" * 5000, data.replace(b"avc1", b"xxxx")):
        with pytest.raises(FilmError, match="does not play"):
            check_film(broken, frame_count(short))
    with pytest.raises(FilmError, match="does not play"):
        check_film(data, frame_count(short) + 1)


def test_an_encoder_that_loses_the_end_leaves_the_old_file(bad_policy, short, tmp_path, monkeypatch):
    class Forgetful(io.BytesIO):
        def getvalue(self):
            return super().getvalue()[:-2000]

    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")
    monkeypatch.setattr("playground.export.encoder.io.BytesIO", Forgetful)
    with pytest.raises(FilmError, match="does not play"):
        save_recording(bad_policy, short, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.all_attributes, self.captions = [], {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes[tag] = dict(attributes)
        self.all_attributes.append(dict(attributes))

    def handle_data(self, data):
        self.captions.append(data)


def test_a_page_holds_the_whole_video_and_what_the_policy_is(bad_policy, short, tmp_path):
    policy = dataclasses.replace(bad_policy, evaluation=Evaluation((9.0, 11.0), (9, 11)))
    save_recording(policy, short, tmp_path / "out.html")

    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    found = Page(text)
    kind, _, data = found.attributes["video"]["src"].partition(",")
    assert kind == "data:video/mp4;base64"
    (tmp_path / "inside.mp4").write_bytes(base64.b64decode(data, validate=True))
    assert len(decoded(str(tmp_path / "inside.mp4"))[0]) == frame_count(short)
    said = dict(zip(re.findall("<dt>(.*?)</dt>", text), re.findall("<dd>(.*?)</dd>", text), strict=True))
    assert said["Return of this episode"] == f"{short.total:g}"
    assert said["Seed of this episode"] == "5"
    assert said["Environment"] == "CartPole-v1"
    assert said["Evaluation"] == "mean return 10.0 ± 1.0 over 2 fresh episodes"
    assert "DQN on CartPole-v1" in found.captions
    assert found.attributes["html"]["lang"] == "en"


def test_a_pushed_episode_says_so_in_its_video_and_on_its_page(bad_policy, short, tmp_path):
    pushed = record_pushed(bad_policy, short, 3, 0.5)
    save_recording(bad_policy, pushed, tmp_path / "out.mp4")
    surface = pygame.Surface(SIZE, 0, 32)
    card = bad_policy.settings.card
    caption = "seed 5, pushed at step 3"
    card.painter()(surface, pushed.scene(3, caption), PAPER, 1.0, card.captions())
    drawn = pygame.surfarray.array3d(surface).swapaxes(0, 1).astype(int)
    assert np.abs(decoded(str(tmp_path / "out.mp4"))[0][3][:60] - drawn[:60]).mean() < 1.0
    save_recording(bad_policy, pushed, tmp_path / "out.html")
    assert "<dt>Pushed at step</dt><dd>3</dd>" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_a_page_loads_nothing_and_takes_no_markup_from_the_file(bad_policy, short, tmp_path):
    policy = dataclasses.replace(
        bad_policy,
        title="<script>alert(1)</script>{title}\u202e",
        settings=dataclasses.replace(bad_policy.settings, preset='"><img src="http://x/y">'),
    )
    save_recording(policy, short, tmp_path / "out.html")

    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    found = Page(text)
    assert not {"script", "img", "link", "iframe"} & set(found.tags)
    assert "<script>alert(1)</script>{title}\\u202e" in found.captions
    values = [value for attributes in found.all_attributes for value in attributes.values() if value]
    assert [value[:15] for value in values if ":" in value and "/" in value] == ["data:video/mp4;"]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in found.attributes["meta"]["content"]


def test_a_video_needs_neither_a_screen_nor_qt_nor_torch(bad_policy, tmp_path):
    from playground.store.policy.file import save_policy

    save_policy(bad_policy, tmp_path / "in.rlp")
    program = """
import sys
from playground.engine.evaluation.recording import record_episode
from playground.export.video import save_recording
from playground.store.policy.file import load_policy
policy = load_policy(sys.argv[1])
save_recording(policy, record_episode(policy, 1), sys.argv[2])
print([name for name in ("torch", "PySide6", "gymnasium") if name in sys.modules])
"""
    result = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "in.rlp", tmp_path / "out.mp4"],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name not in ("DISPLAY", "SDL_VIDEODRIVER")},
    )
    assert (result.stdout.strip(), result.stderr, result.returncode) == ("[]", "", 0)
