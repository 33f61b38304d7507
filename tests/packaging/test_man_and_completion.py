"""Man pages and completions, held against the words that the program really takes."""

from __future__ import annotations

import argparse
import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from playground import __version__
from playground.cli.parser import build_parser
from playground.i18n import set_language

ROOT = Path(__file__).parent.parent.parent
EPOCH = 1_700_000_000  # 2023-11-14
sys.path.insert(0, str(ROOT / "packaging"))  # its scripts are no package

from linux import completion, from_parser, words  # noqa: E402
from linux.man_page import man_page  # noqa: E402

with_bash = pytest.mark.skipif(sys.platform != "linux", reason="macOS has a bash of 2007, and Windows none")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Return a folder as /usr/share, with what shells and `man` read."""
    folder = tmp_path_factory.mktemp("shared")
    from_parser.main([str(folder), __version__, str(EPOCH)])
    set_language("en")
    return folder


@pytest.fixture
def english():
    yield
    set_language("en")


def _commands(parser, way=()):
    """Yield each verb's words with the options that its help shows."""
    shown = [action for action in parser._actions if action.help != argparse.SUPPRESS]
    yield way, [name for action in shown for name in action.option_strings]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            listed = {choice.dest for choice in action._choices_actions}
            for name, verb in action.choices.items():
                if name in listed:
                    yield from _commands(verb, (*way, name))


COMMANDS = dict(_commands(build_parser()))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.usefixtures("english")
def test_the_man_page_has_every_verb_and_every_option_under_its_verb(language):
    page = man_page(words.read(language), language, __version__, EPOCH)
    assert page.startswith(f'.TH PLAYGROUND 1 2023-11-14 "RL Playground {__version__}"')
    sections = re.split(r"^\.S[SH] ", page.replace("\\-", "-"), flags=re.MULTILINE)
    for way, options in COMMANDS.items():
        heading = f"playground {' '.join(way)}\n" if way else f"{'OPTIONS' if language == 'en' else '选项'}\n"
        (section,) = (section for section in sections if section.startswith(heading))
        for option in options if not way else set(options) - {"-h", "--help"}:  # told once, at the top
            assert f"\\fB{option}\\fR" in section


def test_no_text_of_the_man_page_is_taken_for_a_request():
    told = words.Command((), "", "'tis\n.so /etc/passwd \\n", (), ())
    page = man_page(told, "en", __version__, EPOCH)
    assert "\n\\&'tis .so /etc/passwd \\en\n" in page


def test_man_pages_are_packed_where_both_languages_look_for_them(shared):
    english = gzip.decompress((shared / "man/man1/playground.1.gz").read_bytes()).decode()
    chinese = gzip.decompress((shared / "man/zh_CN/man1/playground.1.gz").read_bytes()).decode()
    assert ".SH NAME\nplayground \\- train" in english
    assert english.isascii()
    assert ".SH 名称\nplayground \\- 训练" in chinese
    assert chinese.count("\n.SH") == english.count("\n.SH")


def _completed(shared, lines, folder):
    """Return what bash proposes for each of `lines`, which ends where the cursor is."""
    script = f"source '{shared}/bash-completion/completions/playground'\n"
    for line in lines:
        typed = " ".join(f"'{word}'" for word in line)
        script += f'COMP_WORDS=({typed}); COMP_CWORD={len(line) - 1}; _playground; echo "${{COMPREPLY[*]}}"\n'
    result = subprocess.run(["bash", "-u"], input=script, cwd=folder, capture_output=True, text=True, check=True)
    assert result.stderr == ""
    return [set(answer.split()) for answer in result.stdout.splitlines()]


@with_bash
def test_bash_proposes_every_verb_and_every_option(shared, tmp_path):
    verbs = _completed(shared, [["playground", *way, ""] for way in COMMANDS], tmp_path)
    options = _completed(shared, [["playground", *way, "-"] for way in COMMANDS], tmp_path)
    for (way, expected), below, offered in zip(COMMANDS.items(), verbs, options, strict=True):
        assert offered == set(expected), way
        assert {other[-1] for other in COMMANDS if other[:-1] == way and other} <= below


@with_bash
def test_bash_proposes_names_settings_and_the_right_files(shared, tmp_path):
    for name in ("a.rlp", "a.rlr", "a.txt"):
        (tmp_path / name).touch()
    typed = [["playground", "train", *rest] for rest in (["--preset", "tut"], ["--set", "gam"], ["--env", "CartPole-"])]
    typed += [["playground", "evaluate", ""], ["playground", "run", "a"], ["playground", "a"]]
    assert _completed(shared, typed, tmp_path) == [
        {"tutorial"},
        {"gamma="},
        {"CartPole-v1"},
        {"a.rlp"},
        {"a.rlr"},
        {"a.rlp", "a.rlr"},
    ]


@pytest.mark.parametrize("shell", [completion.fish, completion.zsh])
def test_other_shells_know_every_verb_and_every_option_too(shell):
    script = shell(words.read("en"))
    for way, options in COMMANDS.items():
        for word in {*way, *options}:
            form = {"fish": rf"-l {word[2:]}\b|-s {word[1:]}\b|-a {word}\b"}.get(shell.__name__, rf"{word}(?=[\[:=)])")
            assert re.search(form, script), word
