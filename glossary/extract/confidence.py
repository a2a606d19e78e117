"""How sure a candidate is: a logistic function of what speaks for and against it.

The weights are in ``rules/confidence.toml``, one number a feature, so that a person can read why a gloss was
kept; ``bench/train_glosses.py`` fits them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from glossary.extract.candidates import Candidate
from glossary.extract.foreign import third_language
from glossary.extract.letters import is_short_form
from glossary.extract.rules import Rules
from glossary.extract.spans import Paragraph
from glossary.extract.wording import RELATIVE, content_words, is_clause, looks_foreign
from glossary.extract.words import word_list
from glossary.forms import zipf
from glossary.model import GlossaryError

FILE = "confidence.toml"
_TAKEN_UP = word_list("reprises")  # what stands before a name that is known or that is one among others
_CIRCUMSTANCE = word_list("circonstances")
# Cues that stand between a term and its gloss one time in ten: for these, what the sides look like decides.
WEAK = frozenset({"apposition", "être un", "definition-entre-parentheses", "synonyme-entre-parentheses"})
# Cues that say outright that what follows means the same: one word is then as good as several.
_PLAIN_CUES = frozenset({"c'est-à-dire", "en clair", "au sens de", "veut dire"})
_PRONOUNS = word_list("pronoms")
_EVERY = {"tout", "toute", "tous", "toutes"}
_MENTIONS = word_list("mots-du-mot")  # « mot à la mode » says nothing of what it means
_PREDICATES = frozenset({"être un", "terme, c'est"})
_JUDGEMENTS = word_list("jugements")


_SECTIONS = ("règle", "sorte", "parenthèse", "terme", "glose")
# What weighs otherwise with a weak cue.
_CROSSED = (
    ("terme", "étranger"),
    ("terme", "emprunt"),
    ("terme", "guillemets"),
    ("terme", "rare"),
    ("terme", "nom propre"),
    ("glose", "genre"),
    ("glose", "relative"),
    ("glose", "phrase"),
    ("glose", "participe"),
)


@cache
def load_weights() -> dict[str, dict[str, float]]:
    """Section → name of a feature → its weight."""
    text = (files("glossary") / "rules" / FILE).read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(f"{FILE}: not valid TOML: {error}") from error
    weights: dict[str, dict[str, float]] = {section: {} for section in (*_SECTIONS, *WEAK)}
    for section, values in table.items():
        for name, value in values.items():
            if not isinstance(value, int | float):
                raise GlossaryError(f"{FILE}: [{section}] {name} is {value!r}; it must be a number")
            weights.setdefault(section, {})[name] = float(value)
    return weights


def confidence(candidate: Candidate, rules: Rules) -> float:
    """Probability that the pair is a gloss."""
    weights = load_weights()
    total = 0.0
    for section, name, value in _told(candidate, rules):
        total += weights[section].get(name, 0.0) * value
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


def features_of(candidate: Candidate, rules: Rules) -> dict[str, float]:
    """Everything that is weighed, named as in the file: « règle:appelé », « terme:étranger »."""
    return {f"{section}:{name}": value for section, name, value in _told(candidate, rules)}


def _told(candidate: Candidate, rules: Rules) -> Iterator[tuple[str, str, float]]:
    """The section, the name and the value of each feature that is not 0."""
    yield "règle", candidate.rule, 1.0
    yield "sorte", candidate.kind, 1.0
    of_term, of_gloss = _of_term(candidate), _of_gloss(candidate, rules)
    for section, features in ("parenthèse", candidate.features), ("terme", of_term), ("glose", of_gloss):
        for name, value in features.items():
            if value:
                yield section, name, value
    if candidate.rule in WEAK:
        for side, name in _CROSSED:
            if value := (of_term if side == "terme" else of_gloss)[name]:
                yield candidate.rule, f"{side} {name}", value
        if value := (1 - of_term["nom propre"]) * _frequency_gap(candidate):
            yield candidate.rule, "écart de fréquence", value


def _of_term(candidate: Candidate) -> dict[str, float]:
    par, (start, end) = candidate.paragraph, candidate.term
    form = candidate.term_text
    tokens = par.tokens_in(start, end)
    gap = looks_foreign(par, candidate.term)
    words = [w for w in form.lower().split() if len(w) > 3]
    short = is_short_form(form)
    rarest = min((zipf(w) for w in words), default=4.0)
    capital = form[:1].isupper() and not short
    first = (
        not par.text[:start].strip(" «\"'-•")
        or par.text[max(0, start - 8) : start].rstrip(" «\"LleasUn'd")[-1:] in ".:"
    )
    name = capital and not first and third_language(form) != "la"
    return {
        "étranger": float(candidate.term_lang != "fr" and gap > 0.25),
        "emprunt": float((par.loanword_at(start, end) or ("", 0.0))[1] >= 0.5),
        "guillemets": float(par.is_quoted(candidate.term)),
        "sigle": float(short),
        "rare": float(not short and not name and rarest < 3.0),
        "courant": float(not short and candidate.term_lang == "fr" and rarest > 4.6),
        "long": float(len(tokens) > 5),
        "nom propre": float(name),
        "pronom": float(bool(_PRONOUNS & {form.lower(), *form.lower().split()[-1:]})),
        "repris": float(tokens.start > 0 and par.words[tokens.start - 1] in _TAKEN_UP),
        "chiffre": float(any(c.isdigit() for c in form) and not short),
        "verbe": float(bool(tokens) and par.tags[tokens[0]] in {"VERB", "PART", "AUX", "ADP", "ADV"} and gap <= 0.2),
    }


def _frequency_gap(candidate: Candidate) -> float:
    """How much rarer the term's rarest word is than the gloss's head, from 0 to 1: the common explains the rare."""
    par = candidate.paragraph
    head = next((par.words[i] for i in par.tokens_in(*candidate.gloss) if par.tags[i] == "NOUN"), "")
    rarest = min((zipf(word) for word in candidate.term_text.lower().split() if len(word) > 3), default=4.0)
    return max(0.0, min(4.0, zipf(head) - rarest)) / 4 if head else 0.0


def _of_gloss(candidate: Candidate, rules: Rules) -> dict[str, float]:
    par, (start, end) = candidate.paragraph, candidate.gloss
    tokens = par.tokens_in(start, end)
    words = [par.words[i] for i in tokens]
    head = next((par.words[i] for i in tokens if par.tags[i] == "NOUN"), "")
    singular = head if head in rules.genus else head.removesuffix("s").removesuffix("x")
    early = {w.strip("'") for w in words[:3]}
    clause = next((place for place, word in enumerate(words) if place and word in RELATIVE), len(words))
    phrase = tokens[:clause]
    return {
        "genre": float(singular in rules.genus),
        "rôle": float(_is_role(candidate, rules, early | {singular})),
        "guillemets": float(par.is_quoted(candidate.gloss)),
        "un": float(bool(words) and words[0] in {"un", "une", "des"}),
        "relative": float(any(w in {"qui", "que", "qu'", "où", "dont", "permettant", "consistant"} for w in words[1:])),
        "phrase": float(is_clause(par, candidate.gloss)),
        "un mot": float(len(words) == 1 and candidate.kind == "paraphrase" and candidate.rule not in _PLAIN_CUES),
        "mots": min(len(words), 12) / 12,
        "très long": float(len(words) > 35),
        "court": float(content_words(par, tokens.start, tokens.stop - 1) <= 2) if words else 1.0,
        "participe": float(any(par.tags[i] == "PART" for i in phrase[2:])),
        "chiffre": float(any(w[0].isdigit() for w in words[:clause])),
        "nom propre": float(any(_is_named(par, i) for i in tokens) and candidate.kind != "acronym"),
        "étrangère": float(looks_foreign(par, candidate.gloss) > 0.3 and candidate.kind != "acronym"),
        "pronom": float(bool(words) and words[0] in _PRONOUNS and not (words[0] in _EVERY and len(words) > 2)),
        "remarque": float(bool(_MENTIONS & set(words[:2])) or _is_judgement(candidate.rule, words)),
        "circonstance": float(bool(words) and words[0] in _CIRCUMSTANCE),
    }


def _is_judgement(rule: str, words: list[str]) -> bool:
    """Whether a predicate tells what one thinks of a thing, not what it is: « une notion difficile à cerner »."""
    return rule in _PREDICATES and bool(_JUDGEMENTS & set(words[:4]))


def _is_named(par: Paragraph, number: int) -> bool:
    """Whether a name stands there in its own right, and not after a preposition: « soutenus par Téhéran »."""
    return par.tags[number] == "PROPN" and not (number and par.tags[number - 1] in {"ADP", "DET"})


def _is_role(candidate: Candidate, rules: Rules, heads: set[str]) -> bool:
    """Whether the gloss tells a person's role, or what sort of body or place a name is."""
    if candidate.term_lang == "la":
        return False
    return bool(heads & rules.roles) or (candidate.term_text[:1].isupper() and bool(heads & rules.bodies))
