"""The language: which one the system asks for, and what is said once it is set."""

from __future__ import annotations

import pytest

from playground.i18n import LANGUAGES, _, ngettext, set_language, spoken_language, system_language, with_minus

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def asked(monkeypatch):
    """Set the environment to what a system asks for, and nothing else."""

    def ask(**variables):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return ask


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_SG"}, "zh_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh_CN"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:zh_CN:en"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "fr"}, "zh_CN"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}, "en"),
        ({"LC_ALL": "C.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_which_the_environment_asks_for(asked, variables, language):
    asked(**variables)
    assert system_language(["zh-Hans-CN"] if language == "en" else ["en-US"]) == language


@pytest.mark.parametrize(
    ("names", "language"), [(["zh-Hans-CN", "en-US"], "zh_CN"), (["en-US", "zh-Hans"], "en"), (["de-DE"], "en")]
)
def test_where_the_environment_asks_for_nothing_the_systems_own_list_counts(asked, names, language):
    asked()
    assert system_language(names) == language


def test_what_is_said_is_in_the_language_that_was_set():
    set_language("zh_CN")
    assert spoken_language() == "zh_CN"
    assert _("Run") == "运行"
    assert [ngettext("{n} episode", "{n} episodes", n).format(n=n) for n in (1, 2)] == ["1 个回合", "2 个回合"]
    assert _("") == ""
    set_language("en")
    assert _("Run") == "Run"
    assert [ngettext("{n} episode", "{n} episodes", n).format(n=n) for n in (1, 2)] == ["1 episode", "2 episodes"]


def test_every_language_that_is_offered_can_be_spoken():
    spoken = []
    for language in LANGUAGES:
        set_language(language)
        spoken.append(_("Run"))
    assert len(set(spoken)) == len(LANGUAGES)


def test_a_language_that_nobody_wrote_down_falls_back_to_english():
    set_language("xx_YY")
    assert _("Run") == "Run"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("return -0.049", "return −0.049"),
        ("-3", "−3"),
        ("(-.5, -inf, -1,234)", "(−.5, −inf, −1,234)"),
        ("r = -1, x = +2", "r = −1, x = +2"),
        ("CartPole-v1 on 2026-11-30, rl-zoo3, 1.2e-05", "CartPole-v1 on 2026-11-30, rl-zoo3, 1.2e-05"),
    ],
)
def test_negative_numbers_get_a_minus_sign_and_hyphens_stay(text, shown):
    assert with_minus(text) == shown
