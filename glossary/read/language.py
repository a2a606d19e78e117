"""Whether a text is French, and which of its paragraphs are.

The share of French function words decides nearly always and costs nothing; where it does not, the share of words that
are frequent in French or in English does. Only where neither tells is py3langid asked (BSD-3-Clause; the classifier of
Lui & Baldwin 2012), which takes most of a second to load.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from glossary.forms import straighten, zipf
from glossary.model import GlossaryError
from glossary.read.rulefiles import load

FEWEST = 12  # words; shorter paragraphs say too little to be left out
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = bytes(code if _WORD.match(bytes([code]).decode("cp1252", "replace")) else ord(" ") for code in range(256))
ENOUGH = 60  # French words that make an article of a mostly foreign text


@cache
def _words() -> frozenset[str | bytes]:
    """The function words, as they are and as bytes."""
    words = load("languages")["words"]
    return frozenset([*words, *(word.encode("cp1252") for word in words)])


def french_share(text: str) -> float:
    """The share of the words that are French function words."""
    return _share(_count_french(text))


def _count_french(text: str) -> tuple[int, int]:
    """How many words are French function words, and how many words there are."""
    straight = straighten(text).lower()
    words: list[str] | list[bytes]
    try:
        words = straight.encode("cp1252").translate(_LETTERS).split()  # twice as fast as an expression
    except UnicodeEncodeError:
        words = _WORD.findall(straight)
    return sum(map(_words().__contains__, words)), len(words)


def _words_of(text: str) -> list[str]:
    return _WORD.findall(straighten(text).lower())


def _share(*counts: tuple[int, int]) -> float:
    total = sum(words for _, words in counts)
    return sum(french for french, _ in counts) / total if total else 0.0


def language_of(text: str, share: float | None = None) -> str:
    """The language of a text, ISO 639-1; « fr » where nothing speaks against it. ``share``: its ``french_share``."""
    share = french_share(text) if share is None else share
    if share >= float(load("languages")["sure"]):
        return "fr"
    words = len(text.split())
    letters = re.findall(r"[^\W\d_]", text)
    latin = sum("a" <= letter.lower() <= "ÿ" or letter in "œŒæÆ" for letter in letters)
    if words < FEWEST and letters and latin > 0.9 * len(letters):
        return "fr"  # too short to be sure that it is not
    code = _told_by_frequent_words(text[:20_000]) or _classify(text[:20_000])
    # The classifier takes lists of names for any language; some function words clear the doubt.
    doubtful: bool = share >= float(load("languages")["unsure"])
    return "fr" if doubtful and _is_list(text) else code


def _told_by_frequent_words(text: str) -> str | None:
    """« fr » or « en » where most words are frequent in the one and clearly fewer are in the other."""
    rules = load("languages")
    words = _words_of(text)
    french, english = (sum(zipf(word, code) >= rules["zipf"] for word in words) for code in ("fr", "en"))
    for code, many, others in (("fr", french, english), ("en", english, french)):
        if many >= rules["common"] * len(words) and many - others >= rules["margin"] * len(words) > 0:
            return code
    return None


def _classify(text: str) -> str:
    from py3langid import classify

    return str(classify(text)[0])


def _is_list(text: str) -> bool:
    """Whether a text is names and numbers rather than sentences: most words have a capital."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals: int = sum(word[0].isupper() for word in words)
    return capitals > 0.5 * len(words)


def keep_french(paragraphs: list[str]) -> tuple[list[str], list[str], tuple[str, ...]]:
    """The French paragraphs, the others, and a note on them; GlossaryError where too little is French."""
    text = "\n".join(paragraphs)
    counts = [_count_french(paragraph) for paragraph in paragraphs]
    whole = language_of(text, _share(*counts))
    if whole == "fr" and not _has_foreign(paragraphs, counts):
        return paragraphs, [], ()
    if whole == "fr":
        languages = [_clearly_foreign(paragraph) or "fr" for paragraph in paragraphs]
    else:
        languages = [language_of(paragraph) if len(paragraph.split()) >= FEWEST else "" for paragraph in paragraphs]
        languages = _settle_short(languages, whole)
    kept = [p for p, language in zip(paragraphs, languages, strict=True) if language == "fr"]
    others = [p for p, language in zip(paragraphs, languages, strict=True) if language != "fr"]
    french, total = sum(len(paragraph.split()) for paragraph in kept), len(text.split())
    if whole != "fr" and french < max(min(ENOUGH, 0.4 * total), 0.1 * total):
        raise GlossaryError(
            f"is not in French (it looks like {english_name(whole)}); if it is, say so with the language option"
        )
    if not others:
        return paragraphs, [], ()
    foreign = Counter(language for language in languages if language != "fr").most_common(1)[0][0]
    count = "1 paragraphe" if len(others) == 1 else f"{len(others)} paragraphes"
    return kept, others, (f"en {name_of(foreign)}, laissé de côté : {count}",)


def _has_foreign(paragraphs: list[str], counts: list[tuple[int, int]]) -> bool:
    unsure = float(load("languages")["unsure"])
    return any(_share(count) < unsure and len(p.split()) >= FEWEST for p, count in zip(paragraphs, counts, strict=True))


def _clearly_foreign(paragraph: str) -> str | None:
    """The language of a paragraph that has no French about it and is prose: no formula, table or list."""
    words = re.findall(r"[^\W\d_]{2,}", paragraph)
    if len(words) < FEWEST or french_share(paragraph) >= float(load("languages")["unsure"]):
        return None
    if len(words) < 0.75 * len(paragraph.split()) or _is_list(paragraph):
        return None
    language = language_of(paragraph)
    return language if language != "fr" and language in load("languages")["names"] else None


def _settle_short(languages: list[str], whole: str) -> list[str]:
    """A short paragraph goes with the one before it, the first with the next."""
    settled: list[str] = []
    following = next((language for language in languages if language), whole)
    for language in languages:
        settled.append(language or (settled[-1] if settled else following))
    return settled


def english_name(code: str) -> str:
    """The English name of a language, for messages; or its code."""
    return str(load("languages")["english"].get(code, code))


def name_of(code: str) -> str:
    """The French name of a language, or its code."""
    return str(load("languages")["names"].get(code, code))
