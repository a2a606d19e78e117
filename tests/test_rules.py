"""The gloss rules: every example holds, and a rule file with a mistake is refused with its name."""

from __future__ import annotations

from importlib.resources import files

import pytest

from glossary.extract.examples import check_examples, failing_examples
from glossary.extract.rules import CUES, MARKS, CueRule, load_rules, read_rules
from glossary.model import GlossaryError

MARKS_TEXT = (files("glossary") / "rules" / MARKS).read_text(encoding="utf-8")
RULE = """
[[rule]]
id = "autrement nommé"
keys = ["autrement nommé"]
cue = ',? autrement nommée?s? '
first = "gloss"
right = "name"
no = ["Rien à signaler."]
[[rule.yes]]
text = "La ciguë aquatique, autrement nommée « cicutaire », est toxique."
term = "cicutaire"
gloss = "ciguë aquatique"
"""


@pytest.fixture(scope="module")
def failures() -> dict[str, list[str]]:
    """What is wrong, by rule; all examples are parsed in one go."""
    wrong: dict[str, list[str]] = {}
    for rule, what in failing_examples(load_rules()):
        wrong.setdefault(rule.id, []).append(what)
    return wrong


@pytest.mark.parametrize("rule", load_rules().cues, ids=lambda rule: rule.id)
def test_rule_passes_its_own_examples(rule: CueRule, failures: dict[str, list[str]]) -> None:
    assert failures.get(rule.id, []) == []


def test_a_new_rule_is_a_few_lines() -> None:
    check_examples(read_rules(RULE, MARKS_TEXT))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("first =", "frist ="), "unknown key 'frist'"),
        (('first = "gloss"', 'first = "left"'), "first is 'left'"),
        (('no = ["Rien à signaler."]', "no = []"), "at least one example"),
        (("autrement nommée?s? '", "autrement nommée?s?( '"), "not a regular expression"),
        (('gloss = "ciguë aquatique"', 'gloss = "grande ciguë"'), "'grande ciguë' is not in its own example"),
        (("autrement nommée « ", "aussi nommée « "), "its cue is not in its own example"),
        (('term = "cicutaire"\n', ""), "needs text, term and gloss"),
        (('right = "name"', ""), "key 'right' is missing"),
    ],
    ids=["unknown", "choice", "no-example", "regex", "gloss", "cue", "example", "missing"],
)
def test_a_mistake_names_file_and_rule(change: tuple[str, str], message: str) -> None:
    assert change[0] in RULE
    with pytest.raises(GlossaryError) as refused:
        read_rules(RULE.replace(*change), MARKS_TEXT)
    assert CUES in str(refused.value)
    assert "autrement nommé" in str(refused.value)
    assert message in str(refused.value)


def test_a_failing_example_names_file_and_rule() -> None:
    wrong = RULE.replace('term = "cicutaire"', 'term = "aquatique"').replace(
        'gloss = "ciguë aquatique"', 'gloss = "toxique"'
    )
    with pytest.raises(GlossaryError, match=rf"{CUES}: rule 'autrement nommé'.*instead of"):
        check_examples(read_rules(wrong, MARKS_TEXT))


def test_a_rule_that_stands_twice_is_refused() -> None:
    with pytest.raises(GlossaryError, match="stands twice"):
        read_rules(RULE + RULE, MARKS_TEXT)


@pytest.mark.parametrize("text", ["[[rule", ""], ids=["broken", "empty"])
def test_a_file_that_is_no_rule_file_is_refused(text: str) -> None:
    with pytest.raises(GlossaryError, match=CUES):
        read_rules(text, MARKS_TEXT)


def test_marks_with_an_unknown_list_are_refused() -> None:
    with pytest.raises(GlossaryError, match=f"{MARKS}: key 'couleurs'"):
        read_rules(RULE, MARKS_TEXT + '\n[couleurs]\nnoms = ["rouge"]\n')


def test_rules_cannot_be_changed() -> None:
    rules = load_rules()
    with pytest.raises(AttributeError):
        rules.cues[0].id = "autre"  # type: ignore[misc]
    assert isinstance(rules.cues, tuple)
