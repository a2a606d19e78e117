"""Where the phrase beside a cue starts and ends, by part of speech and punctuation.

By the tags of the tagger alone: the dependency parse costs as much as all the rest of the pass.
"""

from __future__ import annotations

import re

from glossary.extract.foreign import word_gap
from glossary.extract.spans import Paragraph, Span
from glossary.extract.wording import INSIDE, content_words, is_clause, looks_foreign
from glossary.extract.words import word_list
from glossary.forms import zipf

_NAME_TOKENS = 14
_RARE_WORD = 2.0  # Zipf
_TIGHT = {"de", "d'", "du", "des", "à", "au", "aux", "en", "par", "sans"}
_LOOSE = {"sur", "contre", "pour", "entre", "avec", "dans"}  # join two nouns less surely than « de »
_DETERMINERS = word_list("déterminants")
_ENGLISH_LINKS = {"of", "the", "for", "to", "and", "in", "by", "-", "/", "on"}
_CUTS = {"de", "d'", "du", "des"} | _LOOSE
_HEADS = {"de", "à", "par", "en"} | _LOOSE
_SUPERLATIVE = {"plus", "moins", "mieux"}
# The tagger takes some adjectives for verbs: « la Société canadienne du sang ».
_ADJECTIVE = re.compile(r"(?:ien|ienne|el|elle|al|ale|aux|ique|if|ive|able|ible|aire|eux|euse)s?$")
_MONTHS = word_list("mois")
VAGUE = word_list("têtes-vagues")


def bare(par: Paragraph, span: Span) -> Span:
    """The span trimmed, without its leading determiner."""
    start, end = par.trim(*span)
    number = par.token_from(start)
    while number < len(par.words) and par.ends[number] < end and par.starts[number] == start:
        if par.words[number] not in _DETERMINERS:
            break
        number += 1
        start = par.skip_spaces(par.ends[number - 1])
    return par.trim(start, end)


def name_before(par: Paragraph, place: int, words: int | None = None, loose: bool = False) -> Span | None:
    """The name or noun phrase that ends at ``place``, without determiner; ``words`` is the other side's length;
    ``loose`` lets it run over « sur », « contre » … as well.

    Quotation marks give the span; else it runs back over nouns, adjectives and their « de … » until a
    determiner, a verb or a mark.
    """
    place = par.back_spaces(place)
    quoted = par.quoted_until(place)
    if quoted and is_clause(par, quoted):  # « "Je paie la taxe foncière bâtie" (TFB) »
        place = quoted[1]
    elif quoted:
        span = bare(par, quoted)
        return span if 0 < span[1] - span[0] <= 120 else None
    last = par.token_before(place)
    if last < 0 or par.ends[last] != place:
        return None
    first = _run_back(par, last, loose)
    if first is None:
        return None
    if words is not None:
        first = _drop_vague(par, first, last, words)
    if first and par.tags[first] == "ADJ" and first == last and par.tags[first - 1] == "ADV":
        first -= 1  # « extrêmement robuste (heavy duty) »
    return par.whole_word((par.starts[first], par.ends[last]))


def _run_back(par: Paragraph, last: int, loose: bool) -> int | None:
    """First token of the noun phrase that ends with token ``last``."""
    first, number = None, last
    sentence = par.sentences[par.sentence_at(par.starts[last])][0]
    while number >= 0 and last - number < _NAME_TOKENS and par.starts[number] >= sentence:
        if _is_inside(par, number):
            first = number
        elif first is None or not _links_back(par, number, loose):
            break
        number -= 2 if par.words[number] in _SUPERLATIVE else 1
    while first is not None and first < last and _is_loose_start(par, first):
        first += 1
    return first


def _is_loose_start(par: Paragraph, first: int) -> bool:
    """Whether the phrase starts with an adverb, or with a participle after one: « souvent baptisées courges »."""
    return par.tags[first] == "ADV" or (par.tags[first] == "PART" and first > 0 and par.tags[first - 1] == "ADV")


def _is_inside(par: Paragraph, number: int) -> bool:
    """Whether the token is a noun, name, adjective or participle."""
    tag = par.tags[number]
    if par.words[number] in _DETERMINERS:
        return False
    if tag == "NUM" and number + 1 < len(par.tags) and par.tags[number + 1] in {"NOUN", "ADJ"}:
        return par.words[number + 1] in _MONTHS
    if tag == "ADV":  # adverbs are a closed class: a rare one, « thon albacore/ADV », is another word
        return number > 0 and par.tags[number - 1] == "NOUN" and zipf(par.words[number]) < _RARE_WORD
    return tag in INSIDE or (tag in {"VERB", "PART"} and _is_participle(par, number))


def _links_back(par: Paragraph, number: int, loose: bool) -> bool:
    """Whether the token, between what is before it and a noun, leaves the noun phrase whole."""
    word, before = par.words[number], par.tags[number - 1] if number else ""
    if word in _TIGHT:
        return _noun_before(par, number) or _joined(par, number)
    if word in _LOOSE:
        return loose and before == "NOUN"
    if word in _SUPERLATIVE and number > 1 and par.words[number - 1] in {"la", "le", "les"}:
        return True
    if word in _DETERMINERS:
        return number > 0 and par.words[number - 1] in _HEADS and _noun_before(par, number - 1)
    if word in {"et", "ou"}:
        return _joins(par, number)
    return word == "-" or (par.tags[number] == "ADV" and before in {"NOUN", "ADJ", "PROPN"})


def _joins(par: Paragraph, number: int) -> bool:
    """Whether « et » links two adjectives, or two « de … » of one head."""
    before, after = par.tags[number - 1] if number else "", par.words[number + 1]
    if before == "ADJ" and par.tags[number + 1] == "ADJ":
        return True
    return after in {"de", "d'", "du", "des"} and before in {"NOUN", "ADJ", "PROPN"}


def _joined(par: Paragraph, number: int) -> bool:
    """Whether the preposition at ``number`` follows an « et » that links it to one before."""
    return number > 1 and par.words[number - 1] in {"et", "ou"} and par.tags[number - 2] in {"NOUN", "ADJ", "PROPN"}


def _is_participle(par: Paragraph, number: int) -> bool:
    """A past participle that modifies the noun before it, « données structurées », or an adjective or name
    that the tagger takes for a verb."""
    word = par.words[number]
    if _ADJECTIVE.search(word) or (number and par.text[par.starts[number]].isupper()):
        return True
    if par.tags[number] != "PART":
        return False
    return number > 0 and (par.tags[number - 1] in {"NOUN", "ADJ", "ADV", "PROPN"} or par.words[number - 1] == "non")


def _noun_before(par: Paragraph, number: int) -> bool:
    """Whether the preposition at ``number`` hangs on a noun phrase."""
    if not number:
        return False
    tag = par.tags[number - 1]
    return tag in {"NOUN", "ADJ", "PROPN", "X", "NUM"} or (tag in {"VERB", "PART"} and _is_participle(par, number - 1))


def _drop_vague(par: Paragraph, first: int, last: int, words: int) -> int:
    """Leave out vague heads, and heads that make the phrase far longer than its equivalent."""
    while True:
        link = next((i for i in range(first + 1, last) if par.words[i] in _CUTS), None)
        if link is None or (link + 2 <= last and par.words[link + 2] in _MONTHS) or _is_title(par, first):
            return first
        after = link + 1
        while after < last and (par.words[after] in _DETERMINERS):
            after += 1
        rest = content_words(par, after, last)
        vague = link == first + 1 and par.words[first] in VAGUE
        # « contrôle des tribunaux de grande instance (High Courts) »: a definite phrase is a whole of its own.
        definite = (after > link + 1 or par.words[link] in {"du", "des"}) and rest >= max(words, 2)
        if not ((vague and rest >= words) or definite or rest > words + 1):
            return first
        first = after


def _is_title(par: Paragraph, first: int) -> bool:
    """Whether a name of several words starts there: « les Faucons de la liberté du Kurdistan »."""
    return first > 0 and par.tags[first - 1] == "DET" and par.text[par.starts[first]].isupper()


def name_after(par: Paragraph, place: int) -> Span | None:
    """The name or noun phrase that starts at ``place``, without determiner, no further than its « de … »."""
    place = par.skip_spaces(place)
    quoted = par.quoted_at(place)
    if quoted:
        span = bare(par, quoted)
        return span if 0 < span[1] - span[0] <= 120 else None
    number = first = par.token_from(place)
    if first >= len(par.words) or par.starts[first] != place:
        return None
    while number < len(par.words) and par.words[number] in _DETERMINERS:
        number += 1
        if number < len(par.words):
            quoted = par.quoted_at(par.starts[number])
            if quoted:
                return quoted
    return _run_on(par, number)


def _run_on(par: Paragraph, first: int) -> Span | None:
    """The noun phrase from token ``first`` on."""
    if first >= len(par.words):
        return None
    loan = next((w for w in par.loanwords if w[0] == par.starts[first]), None)
    end = None
    number = first
    limit = par.sentences[par.sentence_at(par.starts[first])][1]
    while number < len(par.words) and number - first < _NAME_TOKENS and par.starts[number] < limit:
        foreign = loan is not None and par.starts[number] < loan[1]
        if (
            foreign
            or _is_inside(par, number)
            or _is_english(par.words[number])
            or (number == first and par.tags[number] in {"VERB", "PART"})
        ):
            end = number
        elif end is None or not _links_on(par, number, foreign=loan is not None):
            break
        number += 1
    return (par.starts[first], par.ends[end]) if end is not None else None


def _is_english(word: str) -> bool:
    return word.isalpha() and len(word) > 2 and word_gap(word) > 0.8


def _links_on(par: Paragraph, number: int, foreign: bool) -> bool:
    """Whether the token, after a noun, can lead to more of the noun phrase."""
    word = par.words[number]
    after = par.words[number + 1] if number + 1 < len(par.words) else ""
    if word in _TIGHT:
        return after not in {"anglais", "français", "allemand"} and not (foreign and word in {"en", "à", "par", "au"})
    if word in _DETERMINERS:
        return par.words[number - 1] in {"de", "à", "par"}
    if word in _ENGLISH_LINKS:
        return True
    return par.tags[number] == "ADV" and number + 1 < len(par.tags) and par.tags[number + 1] == "ADJ"


def foreign_before(par: Paragraph, place: int) -> Span | None:
    """The run of foreign-looking words that ends at ``place``; None if the last word looks French."""
    place = par.back_spaces(place)
    quoted = par.quoted_until(place)
    if quoted:
        return bare(par, quoted)
    last = number = par.token_before(place)
    first = None
    while number >= 0 and last - number < 6 and par.tags[number] not in {"PUNCT", "DET", "SPACE"}:
        if looks_foreign(par, (par.starts[number], par.ends[number])) < 0.25:
            break
        first = number
        number -= 1
    return par.whole_word((par.starts[first], par.ends[last])) if first is not None else None
