"""Every verb on terminals that cannot write all letters, and with none at all: the same exit codes, and no traceback."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cli.main import run
from playground.cli.terminal import say
from playground.cli.window import CheckComputer, OpenWindow, TryItself
from playground.experiments.catalogue import EXPERIMENTS
from playground.i18n import set_language
from playground.readiness.doctor import CHECKS, examine
from playground.readiness.report import line_of
from playground.store.policy.file import load_policy, save_policy
from tests.cli.conftest import environment
from tests.experiments.work import SmallRow, experiment

FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
PAGES = ("cp936", "cp1252", "cp437")  # of Windows in China, in western Europe, and of a console in the United States
VERBS = [
    (["--help"], 0),
    (["help", "train"], 0),
    (["bench", "learning", "--help"], 0),
    (["--version"], 0),
    (["train", "--steps", "70", "--save", "强化 policy.rlp", "--save-recipe", "run.rlr"], 0),
    (["train", "--steps", "70", "--json"], 0),
    (["train", "--steps", "70", "--save", "none/强化.rlp"], 1),
    (["train", "--set", "γ=0.9"], 2),
    (["tarin"], 2),
    (["run", "run.rlr"], 0),
    (["run", "强化.rlr"], 1),
    (["evaluate", "falls.rlp", "--episodes", "1"], 0),
    (["evaluate", ".", "--episodes", "1"], 1),
    (["info", "强化 policy.rlp"], 0),
    (["info", "session.rls"], 0),
    (["info", "run.rlr", "--json"], 0),
    (["info", "notes.rlp"], 1),
    (["replay", "falls.rlp", "--video", "film.mp4"], 0),
    (["replay", "falls.rlp", "--video", "film.gif"], 2),
    (["replay", "falls.rlp"], OpenWindow("falls.rlp", 0)),
    (["bench", "learning", "--rows", "quick", "--results", "r.jsonl"], 0),
    (["bench", "learning", "--rows", "强化"], 2),
    (["doctor"], CheckComputer()),
    (["--self-test"], TryItself()),
]


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What one run of `bench` left, so that the next ones only make their table."""
    folder = tmp_path_factory.mktemp("measured")
    code = (
        "import sys; from playground.cli.main import run; from playground.experiments.catalogue import EXPERIMENTS\n"
        "from tests.experiments.work import SmallRow, experiment\n"
        "if __name__ == '__main__':\n"
        "    EXPERIMENTS['learning'] = experiment(SmallRow('quick'))\n"
        "    sys.exit(run(['bench', 'learning', '--results', 'r.jsonl']))\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment(), capture_output=True, check=True)
    return folder / "r.jsonl"


@pytest.fixture
def folder(tmp_path, monkeypatch, policy_file, measured):
    """A folder with what the verbs name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(EXPERIMENTS, "learning", experiment(SmallRow("quick")))
    falling = load_policy(policy_file)
    falling.weights["q.1.weight"] *= -1
    save_policy(falling, tmp_path / "falls.rlp")
    (tmp_path / "notes.rlp").write_text("nonsense")
    shutil.copyfile(FIXTURES / "session-4-dqn.rls", tmp_path / "session.rls")
    shutil.copyfile(measured, tmp_path / "r.jsonl")
    return tmp_path


class Terminal:
    """Streams of one encoding, or none."""

    def __init__(self, monkeypatch, encoding):
        self._monkeypatch, self._encoding = monkeypatch, encoding

    def answer(self, words):
        """Return the exit code of some words, or what they ask for, and all that was said."""
        streams = []
        for name in ("stdout", "stderr"):
            stream = self._encoding and io.TextIOWrapper(io.BytesIO(), encoding=self._encoding, write_through=True)
            self._monkeypatch.setattr(sys, name, stream)
            streams.append(stream)
        try:
            code = run(words)
        except SystemExit as end:
            code = end.code
        if self._encoding is None:
            sys.stdout.close()
            return code, ""
        return code, "".join(stream.buffer.getvalue().decode(self._encoding) for stream in streams)


@pytest.fixture
def terminal(monkeypatch):
    yield lambda encoding: Terminal(monkeypatch, encoding)
    set_language("en")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("encoding", [*PAGES, None])
def test_every_verb_ends_with_its_exit_code_whatever_the_terminal_can_write(folder, terminal, encoding, language):
    for words, expected in VERBS:
        set_language(language)
        code, said = terminal(encoding).answer(words)
        assert (words, code) == (words, expected), said
        assert "Traceback" not in said
        if encoding and isinstance(expected, int):
            assert said


def test_chinese_is_spoken_where_the_terminal_has_its_letters_and_elsewhere_english(terminal):
    for encoding, begins in (("cp936", "用法"), ("cp1252", "usage"), ("cp437", "usage"), ("ascii", "usage")):
        set_language("zh_CN")
        _code, said = terminal(encoding).answer(["--help"])
        assert said.startswith(begins)


@pytest.mark.parametrize("words", [["--help"], ["train", "--help"], ["bench", "value-gap", "--help"]])
def test_no_question_mark_stands_for_a_letter_of_ours(terminal, words):
    _code, whole = terminal("utf-8").answer(words)
    for encoding in (*PAGES, "ascii"):
        _code, said = terminal(encoding).answer(words)
        assert said.count("?") == whole.count("?"), [line for line in said.splitlines() if "?" in line]


def test_marks_and_greek_letters_become_what_a_typewriter_has(terminal):
    terminal("ascii").answer(["--version"])
    say("“γ” ≥ −0.5 ± ½… ẋ²")
    assert sys.stdout.buffer.getvalue().decode("ascii").splitlines()[-1] == '"gamma" >= -0.5 +/- 12... x2'


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("encoding", PAGES)
def test_what_doctor_finds_can_be_said(terminal, encoding, language):
    found = list(examine(CHECKS[:4]))
    set_language(language)
    terminal(encoding).answer(["--version"])
    for check, finding in found:
        say(line_of(check, finding))
    said = sys.stdout.buffer.getvalue().decode(encoding)
    assert ("程序" in said) == (encoding == "cp936" and language == "zh_CN")


def child(*words, **variables):
    return subprocess.run(
        [sys.executable, "-P", "-m", "playground", *words],
        env=environment() | {"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"} | variables,
        capture_output=True,
        timeout=180,
        check=False,
    )


def test_a_whole_process_with_a_code_page_of_windows_speaks_what_that_can_write():
    chinese, english = (child("--help", PYTHONIOENCODING=page) for page in ("cp936", "cp437"))
    assert (chinese.returncode, english.returncode) == (0, 0)
    assert chinese.stdout.decode("cp936").startswith("用法: playground")
    assert english.stdout.decode("cp437").startswith("usage: playground")
    assert "Train, tune, stop" in english.stdout.decode("cp437")


@pytest.mark.slow
@pytest.mark.parametrize("words", [["doctor"], ["--self-test"]])
@pytest.mark.parametrize("page", ["cp936", "cp437"])
def test_checks_of_the_computer_and_of_the_program_are_told_on_every_code_page(words, page):
    done = child(*words, PYTHONIOENCODING=page, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("毫秒" in (said := done.stdout.decode(page)) or "。" in said) == (page == "cp936")
    assert b"Traceback" not in done.stdout + done.stderr


DROPPED = """
import sys
file, sys.argv = sys.argv[1], ["playground", *sys.argv[2:]]
sys.stdout = sys.stderr = None
from PySide6.QtCore import QTimer
from playground.ui import app
make = app.create
def create(argv):
    global window, timer
    window, timer = make(argv), QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    return window
def look():
    if window.isVisible() and window.notice.isVisible():
        with open(file, "w", encoding="utf-8") as told:
            told.write(window.notice.text)
        window.close()
app.create = create
from playground.__main__ import main
sys.exit(main())
"""


def test_a_wrong_file_that_is_dropped_on_a_program_without_a_terminal_is_told_of_in_its_window(tmp_path):
    notes, told = tmp_path / "笔记.txt", tmp_path / "told"
    notes.write_text("not a policy")
    done = subprocess.run(
        [sys.executable, "-c", DROPPED, str(told), str(notes)],
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "笔记.txt" in told.read_text(encoding="utf-8")


def test_a_verb_is_a_verb_though_a_file_has_its_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "info").write_text("my notes")
    with pytest.raises(SystemExit):
        run(["info"])
    assert "FILE" in capsys.readouterr().err


def test_a_window_is_asked_for_with_the_language_of_the_person_as_it_was(monkeypatch, policy_file):
    monkeypatch.delenv("LANGUAGE", raising=False)
    assert run(["replay", str(policy_file)]) == OpenWindow(str(policy_file), 0)
    assert "LANGUAGE" not in os.environ
