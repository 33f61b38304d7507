"""The glossary: the same entries in every language, each in one sentence that tooltips can show."""

from __future__ import annotations

import re

import pytest

from playground.engine.presets.catalogue import PRESETS
from playground.glossary import term, terms
from playground.i18n import LANGUAGES, set_language
from tests.pairs import all_pairs

NEEDED = (
    "agent environment observation state next_state action reward return policy episode value q_value q_network "
    "target_network choose epsilon epsilon_greedy exploration discount bootstrapping transition replay_buffer minibatch "
    "target td_error loss gradient weights optimiser learning_rate table cell argmax on_policy off_policy "
    "policy_gradient policy_network value_network advantage actor critic actor_critic entropy ratio clipping rollout "
    "baseline noise terminated truncated overestimation double_dqn a2c ppo ddpg visits"
).split()


@pytest.fixture(autouse=True)
def english_afterwards():
    yield
    set_language("en")


def test_an_entry_is_said_in_the_language_of_the_moment():
    assert term("replay_buffer").word == "replay buffer"
    set_language("zh_CN")
    assert term("replay_buffer").word == "经验回放缓冲区"


def test_a_language_without_a_glossary_falls_back_to_english():
    set_language("eo")
    assert term("reward") == terms("en")["reward"]
    with pytest.raises(KeyError):
        term("no such word")


def test_every_word_of_the_loop_and_the_lessons_has_an_entry():
    assert [name for name in NEEDED if name not in terms("en")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_entries_symbols_and_formulas(language):
    def same(entries):
        return {name: (entry.symbol, entry.formula) for name, entry in entries.items()}

    assert same(terms(language)) == same(terms("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_one_plain_sentence(language):
    ends = re.compile(r"[.。?？!！](?=\s|$)|[。？！]")
    for name, entry in terms(language).items():
        assert entry.word.strip() == entry.word != "", name
        assert [match.end() for match in ends.finditer(entry.sentence)] == [len(entry.sentence)], name
        for text in (entry.word, entry.symbol, entry.sentence):
            assert not re.search(r"[<>&\n]", text), name
        assert len(entry.sentence) < 140, name


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_chinese_sentences_are_chinese(language):
    english = terms("en")
    assert [name for name, entry in terms(language).items() if entry.sentence == english[name].sentence] == []
    assert all(re.search("[\u4e00-\u9fff]", entry.sentence) for entry in terms(language).values())


def test_every_box_and_arrow_of_a_diagram_has_its_entry():
    """Whatever a diagram shows is explained, in every pair that somebody made a preset for."""
    missing = set()
    for environment, algorithm in sorted(all_pairs()):
        settings = PRESETS.first(environment, algorithm).settings()
        explainer = settings.learner.make_explainer()
        if hasattr(explainer, "diagram"):
            diagram = explainer.diagram(settings.params, settings.space)
            parts = [part.term or part.name for part in diagram.boxes]
            parts += [part.term for part in diagram.arrows if part.term]
            missing |= {(algorithm, part) for part in parts if part not in terms("en")}
    assert missing == set()
