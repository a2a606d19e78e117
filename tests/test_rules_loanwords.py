"""The rule files about loanwords: their examples hold, and what cannot be used is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.extract.source_forms import source_form
from glossary.model import Findings, GlossaryError
from glossary.rules import loanwords as rules

EXAMPLES = rules.load_examples()
ADAPTED = list(rules.load_adaptation_examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule}-{example.text[:25]}")
def test_established_words_are_left_alone(example: rules.Example, find: Callable[[str], Findings]) -> None:
    assert [word.text for word in find(example.text).loanwords] == list(example.loanwords)


@pytest.mark.parametrize(("adapted", "source"), ADAPTED, ids=[form for form, _ in ADAPTED])
def test_adapted_forms_are_led_back_to_their_source(adapted: str, source: str | None) -> None:
    assert source_form(adapted) == source


def test_every_signal_has_a_weight_and_every_weight_a_signal() -> None:
    sources = (Path(rules.__file__).parents[1] / "extract" / "foreign_signals.py").read_text(encoding="utf-8")
    cues = {f"indice-{cue.signal}" for cue in rules.load_cues()}
    for name in rules.load_weights():
        assert name in cues or f'"{name}"' in sources, f"no signal {name}"
    assert cues <= rules.load_weights().keys()


SHAPE = """
[[forme]]
id = "ing"
sens = "etranger"
motif = "[a-z]{2,}ings?"
oui = ["phishing"]
non = ["poing"]
sauf = ["poing"]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "essai.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("sauf =", "exceptions =", "unknown key: exceptions"),
        ('oui = ["phishing"]\n', "", "missing key: oui"),
        ('oui = ["phishing"]', "oui = []", "has no example under 'oui'"),
        ('oui = ["phishing"]', 'oui = ["token"]', "must fit 'token' and does not"),
        ('non = ["poing"]', 'non = ["trading"]', "must not fit 'trading' and does"),
        ("[a-z]{2,}ings?", "[a-z", "is not one"),
        ('"etranger"', '"anglais"', "sens is 'anglais'"),
    ],
    ids=["unknown-key", "missing-key", "no-example", "example-not-found", "example-found", "pattern", "sense"],
)
def test_a_wrong_shape_is_an_error_that_names_file_and_rule(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in SHAPE
    with pytest.raises(GlossaryError) as error:
        rules.load_shapes(write(tmp_path, SHAPE.replace(before, after)))
    assert "essai.toml, ing: " in str(error.value)
    assert said in str(error.value)


def test_a_cue_whose_example_fails_is_an_error(tmp_path: Path) -> None:
    cue = """
[[indice]]
id = "en-anglais"
place = "apres"
indice = "langue"
motif = "^ en anglais"
oui = ["« {fork} » en allemand"]
non = ["{fork} en France"]
"""
    with pytest.raises(GlossaryError, match=r"essai\.toml, en-anglais: the example .* must hold the cue"):
        rules.load_cues(write(tmp_path, cue))


def test_a_list_that_lacks_its_example_is_an_error(tmp_path: Path) -> None:
    words = '[[liste]]\nid = "latin"\npourquoi = "x"\noui = ["priori"]\nnon = ["fork"]\nmots = "ad hoc"\n'
    with pytest.raises(GlossaryError, match=r"essai\.toml, latin: must hold 'priori'"):
        rules.load_words(write(tmp_path, words))


def test_a_weight_that_is_not_a_number_is_an_error(tmp_path: Path) -> None:
    weight = '[[poids]]\nid = "ecart"\na_priori = 1.0\nvaleur = "fort"\npourquoi = "x"\n'
    with pytest.raises(GlossaryError, match=r"essai\.toml, ecart: valeur is not a number"):
        rules.load_weights(write(tmp_path, weight))


def test_a_file_with_another_table_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"essai\.toml: has the tables \['regles'\]; it must have \['forme'\]"):
        rules.load_shapes(write(tmp_path, '[[regles]]\nid = "x"\n'))


def test_a_file_that_is_no_toml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"essai\.toml: cannot be read as rules"):
        rules.load_shapes(write(tmp_path, "[[forme]\n"))
