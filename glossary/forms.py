"""The written form of words: typography, folding, normal forms and slugs.

``straighten`` changes no length, so offsets into the result are offsets into the original. ``fold`` and
``slugify`` are for comparing, searching and addressing, never for showing.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

# One character for one character: typographic and straight marks mean the same to every later stage.
_STRAIGHT = {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
        "‹": "«", "›": "»",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\t": " ",
        "‐": "-", "‑": "-", "−": "-",
}  # fmt: skip


def straighten(text: str) -> str:
    """Straight apostrophes, plain spaces and hyphens; same length as ``text``."""
    for mark, straight in _STRAIGHT.items():  # twenty times as fast as str.translate, which asks for each character
        if mark in text:
            text = text.replace(mark, straight)
    return text


_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


class _Folded(dict[int, str]):
    """Character → what it is folded to, worked out when it is met first: every character is folded by itself."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", straighten(chr(code)).casefold().translate(_LIGATURES))
        self[code] = folded = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """For comparing and searching: lower case, no accents, œ as oe, straight marks, single spaces.

    >>> fold("L’État  Œuvre")
    "l'etat oeuvre"
    """
    return " ".join(text.translate(_FOLDED).split())


def sort_key(form: str) -> str:
    """Where a form stands in an A–Z list: word by word, accents, case and marks aside (NF Z44-001, first level).

    >>> sort_key("L’État-major"), sort_key("++")
    ('l etat major', '++')
    """
    return " ".join(re.findall(r"\w+", fold(form))) or form


def slugify(form: str) -> str:
    """An address for a form that depends on the form alone, and differs where the form differs.

    Where spelling is lost (« C++ », « С »), a short digest is appended.

    >>> slugify("théâtre militaire"), slugify("EI"), slugify("C++")
    ('theatre-militaire', 'EI', 'C-fc2b')
    """
    words = re.findall(r"[a-z0-9]+", fold(form))
    slug = "-".join(words)[:80].strip("-")
    if form.isupper():
        slug = slug.upper()
    kept = slug.replace("-", " ")
    if kept == form or (kept == fold(form).replace("-", " ").replace("'", " ") and kept):
        return slug
    import hashlib  # loads OpenSSL, which the quick commands can do without

    return f"{slug}-{hashlib.sha1(form.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}".strip("-")


_CAPITALS = {"A": "aàâ", "E": "eéèê", "I": "iî", "O": "oôœ", "U": "uù", "C": "cç"}
_RARE_ENDINGS = ("us", "is", "os", "as", "ss", "ys")  # processus, dermis, chaos: an unknown word keeps its s


_remembered = functools.lru_cache(maxsize=50_000)  # the forms of any corpus, but not all of a very large one
_LETTERS_ONLY = re.compile(r"[a-zà-öø-ÿœ]+")


@functools.cache
def shares(language: str) -> Mapping[str, float]:
    """The share of running text of each word of a language (wordfreq's large list)."""
    from wordfreq import get_frequency_dict

    return get_frequency_dict(language, "large")


@_remembered
def zipf(word: str, language: str = "fr") -> float:
    """How frequent a word is: the logarithm of its occurrences in a thousand million; 0 if unknown.

    A word of letters alone is looked up without wordfreq's tokenizer, which would find that very word.
    """
    if _LETTERS_ONLY.fullmatch(word):
        return _zipf_of(shares(language).get(word, 0.0))
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, language, wordlist="large"))  # « best » is that list, loaded a second time


@functools.cache
def _zipf_of(share: float) -> float:
    return round(math.log10(share) + 9, 2) if share else 0.0


@_remembered
def lower(word: str) -> str:
    """Lower case, with the accent that a capital letter often goes without: « Etat » is « état ».

    Only where the accented word is clearly more frequent in French, and only the first letter: a lower-case
    « pate » is another word than « pâté ».
    """
    plain = straighten(word).lower()
    if word[:1] not in _CAPITALS or len(word) < 3:
        return plain
    known = zipf(plain)
    best = max((letter + plain[1:] for letter in _CAPITALS[word[0]]), key=lambda form: (zipf(form), form))
    return best if zipf(best) >= known + 0.25 else plain


@functools.cache
def _dictionary(language: str) -> Mapping[str, str]:
    """simplemma's dictionary of forms with their lemmas."""
    from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)


def _entry(word: str, language: str) -> str | None:
    """The lemma that the dictionary gives a form of lower-case letters, as it is or with a capital."""
    entries = _dictionary(language)
    lemma = entries.get(word)
    return entries.get(word.capitalize()) if lemma is None else lemma


@_remembered
def _dictionary_form(word: str) -> str:
    if _LETTERS_ONLY.fullmatch(word) and (lemma := _entry(word, "fr")):
        return lemma.lower()
    import simplemma

    return str(simplemma.lemmatize(word, "fr")).lower()


def in_dictionary(word: str, language: str) -> bool:
    """Whether the dictionary has the form.

    One of letters alone is looked up without what simplemma does first for apostrophes and other scripts.
    """
    if _LETTERS_ONLY.fullmatch(word):
        return _entry(word, language) is not None
    import simplemma

    return bool(simplemma.is_known(word, language))


@_remembered
def is_french(word: str) -> bool:
    """Whether the French dictionary has the form; it lacks words that have one form only (« cas »)."""
    return in_dictionary(word, "fr")


@_remembered
def singular(word: str) -> str:
    """A noun's singular; its gender stays, for « directeur » and « directrice » are two terms.

    >>> singular("chevaux"), singular("réseaux"), singular("corps"), singular("drones")
    ('cheval', 'réseau', 'corps', 'drone')
    """
    if len(word) < 4 or word[-1] not in "sx":
        return word
    stems = [word[:-1]]
    if word.endswith("aux"):
        stems = [word[:-3] + "al", word[:-1], word[:-3] + "ail"]
    lemma = _dictionary_form(word)
    if lemma in stems:
        return lemma
    if word.endswith("x"):
        return word if not word.endswith(("aux", "eux")) or lemma == word else max(stems, key=zipf)
    if lemma == word and (word.endswith(_RARE_ENDINGS) or zipf(word) > zipf(stems[0]) + 1.2):
        return word
    return stems[0]


@_remembered
def masculine(word: str) -> str:
    """An adjective's or participle's masculine singular.

    >>> masculine("aériennes"), masculine("avancée"), masculine("initiaux"), masculine("dressés")
    ('aérien', 'avancé', 'initial', 'dressé')
    """
    if word.endswith(("ées", "ée", "és", "é")):
        return word.removesuffix("s").removesuffix("ée").removesuffix("é") + "é"
    lemma = _dictionary_form(word)
    verb = lemma.endswith(("er", "ir", "re", "oir")) and not lemma.endswith(("aire", "oire", "ière"))
    if not verb and lemma[:3] == word[:3] and len(lemma) <= len(word):
        return lemma
    if word.endswith("es") and zipf(word[:-2]) >= zipf(word) - 1:
        return word[:-2]
    if word[-1:] in "se" and len(word) > 4 and zipf(word[:-1]) >= zipf(word) - 1:
        return word[:-1]
    return word


@_remembered
def infinitive(word: str) -> str:
    """A verb's infinitive, or the word itself where the dictionary has none."""
    lemma = _dictionary_form(word)
    return lemma if lemma.endswith(("er", "ir", "re", "ïr")) else word


_BY_TAG = {"N": singular, "A": masculine, "V": infinitive}
_CONTRACTED = {"du": "de", "des": "de", "d'": "de", "aux": "à", "au": "à"}


def normal_word(word: str, tag: str) -> str:
    """The normal form of one word as its tag asks: N noun, A adjective or participle, V verb, P preposition,
    D article (dropped), X name or foreign word. The same word with the same tag always gives the same."""
    if tag == "D":
        return ""
    if tag == "P":
        return _CONTRACTED.get(word.lower(), word.lower())
    if word.isupper() and len(word) > 1:
        return word if len(word) <= 6 else lower(word)
    form = lower(word)
    if tag == "X":
        return form
    return _BY_TAG[tag](form) if tag in _BY_TAG else form


def normal_form(words: Iterable[str], tags: Iterable[str]) -> str:
    """The form that all variants of a term share: inflection, case, the accent of a capital, an article inside.

    It depends on the words and their tags alone, never on the sentence around them.

    >>> normal_form(["Réglages", "de", "la", "vitesse"], "NPDN")
    'réglage de vitesse'
    >>> normal_form(["bases", "aériennes", "avancées"], "NAA")
    'base aérien avancé'
    """
    return join_words(normal_word(word, tag) for word, tag in zip(words, tags, strict=True))


def join_words(normal: Iterable[str]) -> str:
    """Normal words as one form: « de » is elided before a vowel, hyphens count as spaces."""
    joined = " ".join(filter(None, normal)).replace("-", " ")
    return _ELIDED.sub("d'", joined) if "de " in joined else joined


_ELIDED = re.compile(r"\bde (?=[aàâeéèêiîoôœu])")
