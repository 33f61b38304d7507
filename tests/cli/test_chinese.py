"""The command line in Chinese: what is said, and that it fits a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from playground.agents.base import ALGORITHMS
from playground.cli.main import run
from playground.cli.text_width import columns, padded, wrapped
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.hyper import hypers
from playground.i18n import _, set_language


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")  # which the parser sets too
    monkeypatch.setenv("COLUMNS", "80")
    set_language("zh_CN")
    yield
    set_language("en")


@pytest.fixture
def answer(chinese, capsys):
    """Give the exit code and all that is said to some words."""

    def of(*words):
        try:
            code = run([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return of


def test_the_language_of_the_environment_is_spoken(tmp_path):
    words = [sys.executable, "-P", "-m", "playground", "--help"]
    surroundings = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"}
    result = subprocess.run(words, env=surroundings, cwd=tmp_path, capture_output=True, check=False)
    said = result.stdout.decode("utf-8")
    assert (result.returncode, result.stderr) == (0, b"")
    assert said.startswith("用法: playground [-h] [--version] [--self-test] COMMAND ...")
    for text in ("训练一个策略", "显示这段帮助并退出", "显示程序的版本号并退出"):
        assert text in said
    assert "show" not in said


def test_help_explains_every_preset_and_hyperparameter_in_chinese(answer):
    _code, said = answer("train", "--help")
    said = "".join(said.split())
    texts = [preset.text for preset in PRESETS]
    texts += [record.doc for algorithm in ALGORITHMS for record in hypers(algorithm.params)]
    texts += [record.doc for card in ENVIRONMENTS for record in hypers(card.parameters)]
    assert [text for text in texts if "".join(_(text).split()) not in said] == []


def test_no_line_of_help_is_wider_than_the_terminal(answer):
    for words in (["--help"], ["train", "--help"], ["evaluate", "--help"], ["replay", "--help"], ["info", "--help"]):
        _code, said = answer(*words)
        assert [line for line in said.splitlines() if columns(line) > 80] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["train", "--preset", "tutoral"], "没有叫“tutoral”的预设。你要的是“tutorial”吗？"),
        (["train", "--set", "gama=0.5"], "没有叫“gama”的超参数。"),
        (["train", "--env", "Pong"], "没有叫“Pong”的环境。"),
        (["train", "--algo", "q"], "没有叫“q”的算法。"),
        (["train", "--set", "gamma=2"], "错误：gamma 不能是“2”。它是 0 到 1 的数。"),
        (["evaluate"], "缺少必需的参数：FILE"),
        (["train", "--save-which", "worst"], "参数 --save-which：无效的值 'worst'"),
        (["train", "--json=1"], "参数 --json：不接受值 '1'"),
        (["train", "--sed", "1"], "无法识别的参数：--sed 1"),
        (["train", "--seed"], "参数 --seed：需要一个值"),
    ],
)
def test_wrong_usage_is_answered_in_chinese(answer, words, said):
    code, all_said = answer(*words)
    assert code == 2
    assert said in all_said


def test_a_file_is_described_in_chinese_in_columns_that_stand_under_each_other(answer, policy_file):
    code, said = answer("info", policy_file)
    assert code == 0
    rows = [line for line in said.splitlines() if line.startswith(("  算法", "  制作时间", "  种子"))]
    assert len(rows) == 3
    assert len({columns(row[: -len(row[2:].partition("  ")[2].lstrip())]) for row in rows}) == 1


def test_a_chinese_character_takes_two_columns_and_a_mark_above_a_letter_none():
    assert [columns(text) for text in ("", "abc", "回合", "step 步", "ẋ")] == [0, 3, 4, 7, 1]
    assert padded("回合", 6) == "回合  "


def test_lines_break_between_chinese_characters_but_not_within_a_word_or_before_a_full_stop():
    text = "目标网络复制 learning_rate。好的"
    assert wrapped(text, 12) == ["目标网络复制", "learning_rate。", "好的"]
    assert wrapped("目标网络。", 8) == ["目标网", "络。"]
    assert wrapped("看（Adam）", 5, "  ") == ["  看", "  （Adam）"]


def test_english_lines_break_at_spaces():
    assert wrapped("a greedy  episode of\na policy", 12, "  ") == ["  a greedy", "  episode of", "  a policy"]
