"""What a form alone says of its origin: frequencies, dictionaries and spelling, looked up once a form.

Frequencies come from wordfreq (Speer 2022, « rspeer/wordfreq: v3.0 », CC BY-SA 4.0), known forms from
simplemma (Barbaresi 2024). The difference of a form's frequency in the donor and in the receiving language
is the signal of Alex (2008, « Automatic Detection of English Inclusions in Mixed-lingual Data »).
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

from glossary.forms import in_dictionary, shares
from glossary.rules.loanwords import load_established, load_recent, load_shapes, load_words

_VOWEL = re.compile(r"[aeiouyà-ÿāēīōūěůő]")
RARER = 2.0  # powers of ten: how much rarer a compound is than its rarest part
FAMILIAR = 4.0  # a Zipf frequency that the parts of a closed compound have
COMMON = 3.0  # a form that French writes more often than this is judged by its own frequency
SHARED = 1.0  # how much more frequent in English an adjective of both languages is, in powers of ten
UNHEARD = 2.3  # a Zipf frequency below this says little: one in five million words


@dataclass(frozen=True, slots=True)
class Form:
    """A lower-case form and what is known of it."""

    text: str
    english: float  # Zipf frequency, 0 if unheard of
    french: float
    in_english: bool  # is it in the dictionary
    in_french: bool
    looks_foreign: bool
    looks_french: bool
    looks_learned: bool  # « thrombus », « inactivation »: the same word in many languages
    established: bool
    latin: bool
    link: bool  # « of », « for »: may stand inside an English expression
    kind: str  # see ``_kind``

    @property
    def gap(self) -> float:
        """How much more frequent in English than in French, in powers of ten; at most 2.5 either way."""
        return max(-2.5, min(2.5, self.english - self.french))

    @property
    def unheard(self) -> bool:
        """Not in the French dictionary, and hardly in any corpus of the two languages."""
        return not self.in_french and self.english < UNHEARD and self.french < UNHEARD


def _zipf(form: str, language: str) -> float:
    frequency = shares(language).get(form)
    return math.log10(frequency) + 9 if frequency else 0.0


@functools.lru_cache(maxsize=100_000)
def look_up(form: str) -> Form:
    """What is known of a lower-case form; a hyphenated one is judged by its parts unless it is known whole."""
    if "-" in form and not in_dictionary(form, "fr") and form not in load_established() and form not in load_recent():
        return _compound(form)
    return _simple(form)


def _simple(form: str) -> Form:
    established = form in load_established()
    known = (in_dictionary(form, "en"), in_dictionary(form, "fr"))
    english, french = _zipf(form, "en"), _zipf(form, "fr")
    singular = form[:-1]
    listed = form in load_recent()
    if form.endswith("s") and len(form) > 4 and not listed and not _looks(form)[0] and in_dictionary(singular, "fr"):
        gap = _zipf(singular, "en") - _zipf(singular, "fr")  # « apologies » is rare in French, « apologie » is not
        if gap < english - french:
            english, french = english, english - gap
            known = (known[0], known[1] or gap < 0)
    if listed:
        english = max(english, french)  # « subprimes » is a plural that French made
    elif not known[1] and french < COMMON and (gap := _closed_gap(form)):
        english = max(english, UNHEARD)
        french = min(french, english - gap)
    return _judged(form, (english, french), known, _looks(form), established)


def _closed_gap(form: str) -> float:
    """How much more English than French the two words of a closed compound are (« streetwear »); 0 if it is none."""
    if len(form) < 6 or not form.isascii() or not form.isalpha() or _looks(form)[1]:
        return 0.0
    best = 0.0
    for cut in range(3, len(form) - 2):
        english = [_zipf(part, "en") for part in (form[:cut], form[cut:])]
        if min(english) >= FAMILIAR:
            gaps = [here - _zipf(part, "fr") for part, here in zip((form[:cut], form[cut:]), english, strict=True)]
            best = max(best, min(2.5, sum(gaps) / 2) if min(gaps) > 0.2 else 0.0)
    return best


def _looks(form: str) -> tuple[bool, bool]:
    """Does the spelling look foreign, does it look French? An accent outweighs an English ending."""
    senses = _senses(form)
    surely_french = "francais-sur" in senses
    foreign = "etranger" in senses and not surely_french
    return foreign, surely_french or ("francais" in senses and not foreign)


def _compound(form: str) -> Form:
    """A hyphenated form: as English as its parts together; French as soon as one part is only French."""
    parts = [look_up(part) for part in form.split("-") if part and part not in load_words()["prefixe"]]
    content = [part for part in parts if not part.link] or parts
    foreign, _ = _looks(form)
    prefixed = len(parts) == 1 and parts[0].in_french and not parts[0].established
    native = any(part.kind in {"french", "grammar", "link"} for part in content)
    if not content or prefixed or (native and not _has_english_head(content)):
        return _judged(form, (0.0, 3.0), (False, True), (False, True), established=False)
    gap = max(part.gap for part in content) / 2 + sum(part.gap for part in content) / len(content) / 2
    english = max(0.0, min(part.english for part in content) - RARER)
    if foreign:
        gap = max(gap, 0.3)  # « e-commerce »: its parts are French, its making is not
    in_english = in_dictionary(form, "en") or all(part.in_english for part in content)
    foreign = foreign or any(part.looks_foreign for part in content)
    return _judged(form, (english, english - gap), (in_english, False), (foreign, False), established=False)


def _has_english_head(parts: list[Form]) -> bool:
    """« fine-tuning »: a word of both languages before one that is English; French does not build so."""
    *others, head = parts
    return head.kind == "foreign" and head.looks_foreign and all(p.in_english and p.english > 4.5 for p in others)


def _judged(
    text: str, zipf: tuple[float, float], known: tuple[bool, bool], looks: tuple[bool, bool], established: bool
) -> Form:
    words = load_words()
    learned = has_shape(text, "savant") and text not in load_recent()
    told = (*zipf, *known, *looks, learned, established, text in words["latin"], text in words["lien-anglais"])
    return Form(text, *told, kind=_kind(Form(text, *told, kind="")))


def _kind(form: Form) -> str:
    """What a form can be.

    foreign: a loanword by itself; unheard: one with a cue; english, or cognate where English words stand
    around it: a part of one; link: « of », « for »; else grammar or french.
    """
    words = load_words()
    if form.link:
        return "link"
    if len(form.text) == 1 or _VOWEL.search(form.text) is None:
        return "grammar"  # a letter of a formula, an abbreviation
    if form.text in words["grammaire"] or form.latin:
        return "grammar"
    if form.text in words["sosies"]:
        return "cognate"
    if form.established:
        return "english"
    if form.text in load_recent():
        return "foreign"
    if len(form.text) > 2 and _foreign(form):
        return "foreign"
    if form.unheard and not form.looks_french and len(form.text) > 2:
        return "unheard"
    if form.in_english and form.english >= 2 and form.gap > -1.3:
        return "english"
    return "french"


def _foreign(form: Form) -> bool:
    """More English than French; the thresholds propose widely, ``loanwords`` weighs."""
    if has_shape(form.text, "adjectif") and (form.in_french or form.gap < SHARED):
        return False
    if form.in_french:
        return not form.looks_french and form.gap > (-0.2 if form.looks_foreign else 0.9)
    if form.looks_french:
        return form.gap > 1.2
    if form.in_english:
        return form.gap > (-0.3 if form.looks_foreign else 0.0) and (not form.unheard or "-" in form.text)
    return form.gap > 0.7 or (form.looks_foreign and form.gap > -0.3)


def has_shape(form: str, sense: str) -> bool:
    """Does a shape of this sense fit the form: « adjectif » (shared with French), « savant » (shared by many)?"""
    return sense in _senses(form)


@functools.lru_cache(maxsize=1_024)  # asked several times while a form is judged
def _senses(form: str) -> frozenset[str]:
    listed, senses = _shapes()
    if form in listed:
        return frozenset(shape.sense for shape in load_shapes() if shape.fits(form))
    return frozenset([sense for sense, pattern in senses if pattern.fullmatch(form)])


@functools.cache
def _shapes() -> tuple[frozenset[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """The forms that a shape leaves out, and of each sense all its shapes as one expression for all other forms."""
    shapes = load_shapes()
    senses = dict.fromkeys(shape.sense for shape in shapes)
    joined = {
        sense: "|".join(f"(?:{shape.pattern.pattern})" for shape in shapes if shape.sense == sense) for sense in senses
    }
    listed = frozenset(form for shape in shapes for form in shape.except_for)
    return listed, tuple((sense, re.compile(pattern)) for sense, pattern in joined.items())
