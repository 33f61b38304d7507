"""The catalogues: a translation says what its text does, and the tool that keeps them says what they lack.

That they lack nothing is no matter of these tests, so that whoever adds an English text needs no Chinese:
`python3 packaging/dev.py translate --check` looks at that.
"""

from __future__ import annotations

import importlib.util
import re
import string
from pathlib import Path

import pytest

from playground import i18n
from playground.i18n import _ as translated

ROOT = Path(__file__).parent.parent


def _tool():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _tool()
SOURCE = {tool.forms(text) for text, _file in tool.source_texts()}


@pytest.fixture(params=tool.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def messages(language):
    return [message for message in tool.read(language) if message.id]


def test_the_tool_finds_the_texts_of_every_kind():
    assert ("Run",) in SOURCE  # in N_()
    assert ("Paused",) in SOURCE
    assert ("RL Playground",) in SOURCE  # in _()
    assert ("{n} step", "{n} steps") in SOURCE  # in ngettext()


def test_a_translation_has_the_placeholders_of_its_text(messages):
    wrong = [
        (message.id, form)
        for message in messages
        for form in tool.forms(message.string)
        if form and _placeholders(form) != set.union(*map(_placeholders, tool.forms(message.id)))
    ]
    assert wrong == []


def test_a_translation_keeps_the_edges_of_its_text(messages):
    """A space to stand before what follows, a line break, the end of a sentence."""
    wrong = [
        (text, form)
        for message in messages
        for text, form in zip(tool.forms(message.id), tool.forms(message.string), strict=False)
        if form and _edges(text) != _edges(form)
    ]
    assert wrong == []


def test_nobody_is_shouted_at(messages):
    assert [message.string for message in messages if re.search("[!！]", "".join(tool.forms(message.string)))] == []


def test_a_second_run_writes_the_same_bytes(language):
    once = tool.updated(tool.read(language), list(tool.source_texts()), language)
    again = tool.updated(once, list(tool.source_texts()), language)
    assert tool.written(once) == tool.written(again)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A program of a few texts with a catalogue of its own; returns what writes its source."""
    (tmp_path / "playground").mkdir()
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "SOURCE", tmp_path / "playground")
    monkeypatch.setattr(tool, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(tool, "LANGUAGES", ("zh_CN",))
    return (tmp_path / "playground" / "program.py").write_text


def _translate(**words):
    path = tool.po_path("zh_CN")
    text = path.read_text("utf-8")
    for english, chinese in words.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"')
    path.write_text(text, "utf-8")


def test_what_was_translated_stays_and_what_is_new_is_asked_for(small, capsys):
    small("_('Run')\nngettext('{n} step', '{n} steps', n)\n")
    assert tool.main([]) == 1
    assert "not translated yet: 'Run'" in capsys.readouterr().out
    _translate(Run="运行")
    small("_('Run')\n_('Pause')\n")
    assert tool.main([]) == 1
    said = capsys.readouterr().out
    assert "gone from the program: ('{n} step', '{n} steps')" in said
    assert "not translated yet: 'Pause'" in said
    assert "'Run'" not in said
    _translate(Pause="暂停")
    assert tool.main([]) == 0
    assert {message.id: message.string for message in tool.read("zh_CN") if message.id} == {
        "Run": "运行",
        "Pause": "暂停",
    }


def test_a_text_that_moves_within_its_file_changes_nothing(small, capsys):
    small("_('Run')\n")
    tool.main([])
    before = tool.po_path("zh_CN").read_bytes()
    small("\n\n\n_('Run')\n")
    tool.main([])
    assert tool.po_path("zh_CN").read_bytes() == before


def _files():
    return {path.name: path.read_bytes() for path in tool.po_path("zh_CN").parent.iterdir()}


def test_a_check_of_what_is_whole_passes(small, capsys):
    small("_('Run')\n")
    tool.main([])
    _translate(Run="运行")
    tool.main([])
    capsys.readouterr()
    assert tool.main(["--check"]) == 0
    assert capsys.readouterr().out == "zh_CN: 1 of 1 texts translated in locale/zh_CN/LC_MESSAGES/playground.po\n"


def test_a_check_says_all_that_is_missing_and_changes_nothing(small, capsys):
    small("_('Run')\n_('Stop')\n_('Step')\n_('Gone')\n")
    tool.main([])
    _translate(Run="运行", Step="单步")
    path = tool.po_path("zh_CN")
    path.write_text(path.read_text("utf-8").replace('msgid "Step"', '#, fuzzy\nmsgid "Step"'), "utf-8")
    small("_('Run')\n_('Stop')\n_('Step')\nngettext('{n} step', '{n} steps', n)\n")
    before = _files()
    capsys.readouterr()
    assert tool.main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "zh_CN: gone from the program: 'Gone' (was: '')",
        "zh_CN: not translated yet: 'Stop'",
        "zh_CN: fuzzy, look at it and delete the word: 'Step'",
        "zh_CN: not in the catalogue yet: ('{n} step', '{n} steps')",
        "zh_CN: playground.mo is not what playground.po gives",
        "zh_CN: 1 of 4 texts translated in locale/zh_CN/LC_MESSAGES/playground.po",
        "Run python3 packaging/dev.py translate, fill in what it says is missing, and run it again.",
    ]
    assert _files() == before


def test_a_check_without_any_catalogue_says_so(small, capsys):
    small("_('Run')\n")
    assert tool.main(["--check"]) == 1
    assert "not in the catalogue yet: 'Run'" in capsys.readouterr().out
    assert not tool.LOCALE.exists()


def test_doubt_stays_until_somebody_takes_it_back(small, capsys):
    small("_('Run')\n")
    tool.main([])
    _translate(Run="运行")
    path = tool.po_path("zh_CN")
    path.write_text(path.read_text("utf-8").replace('msgid "Run"', '#, fuzzy\nmsgid "Run"'), "utf-8")
    assert tool.main([]) == 1
    assert "#, fuzzy" in path.read_text("utf-8")
    assert "fuzzy, look at it and delete the word: 'Run'" in capsys.readouterr().out


def test_what_nobody_translated_yet_is_shown_in_english(small, tmp_path, monkeypatch):
    small("_('Run')\n_('Pause')\nngettext('{n} step', '{n} steps', n)\n")
    tool.main([])
    _translate(Run="运行")
    tool.main([])
    monkeypatch.setattr(i18n, "resource_folder", lambda: tmp_path)
    i18n.set_language("zh_CN")
    try:
        assert [translated(word) for word in ("Run", "Pause", "New")] == ["运行", "Pause", "New"]
        assert [i18n.ngettext("{n} step", "{n} steps", n) for n in (1, 2)] == ["{n} step", "{n} steps"]
    finally:
        i18n.set_language("en")


def _placeholders(text):
    """Return the fields of str.format and of %, with how each is written."""
    found = {(name, spec) for _text, name, spec, _conversion in string.Formatter().parse(text) if name is not None}
    return found | set(re.findall(r"%(?:\(\w+\))?[a-zA-Z%]", text))


def _edges(text):
    return text[:1] == " ", text[-1:] == " ", text[-1:] == "\n", text.rstrip()[-1:] in (".", "。")
