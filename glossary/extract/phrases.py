"""Where the phrase beside a cue starts and ends, by part of speech and punctuation.

The tags of the tagger are enough: on the dev passages the dependency parse did not place more boundaries
right, and costs as much as all the rest.
"""

from __future__ import annotations

import re

from glossary.extract.foreign import foreignness
from glossary.extract.spans import Paragraph, Span

LONGEST = 60  # tokens of a definition
_NAME_TOKENS = 14
_INSIDE = {"NOUN", "PROPN", "ADJ", "X", "NUM", "SYM", "INTJ"}
_LINKS = {"de", "d'", "du", "des", "à", "au", "aux", "en", "par", "pour", "sur", "sans", "avec"}
_TIGHT = {"de", "d'", "du", "des", "à", "au", "aux", "en", "par", "sans"}
_DETERMINERS = {
    *("le la les l' un une des du ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos".split()),
    *("chaque tout toute tous toutes quelques certains certaines plusieurs aucun aucune the a an".split()),
}
# Vague heads that a gloss before its bracket leaves out: « processus de revue par les pairs (peer review) ».
VAGUE = frozenset(
    "système systèmes processus problème problèmes notion concept principe terme technique techniques méthode méthodes "
    "procédure phénomène question type types mécanisme mécanismes stratégie politique opération pratique utilisation "
    "mot expression modèle mode groupe compte cas sorte forme série".split()
)
_STOP_CHARS = re.compile(r"[;!?…]|\.(?=\s|$)| [-–—]{1,3} | : |:$|\n")
# What follows a definition and is not part of it: examples, consequences, digressions, the next statement.
_DIGRESSION = re.compile(
    r",? (?:tels?|telles?) que? |,? comme (?:par exemple|l[ea']|les|un|une|des|[A-Z])|,? par exemple|,? p\. ?ex\.|"
    r",? notamment[ ,](?=[A-Z])|, ce qui |, ce que |, c'est[- ]à[- ]dire|, mais |, alors que |, tandis que |, dont |"
    r",? ainsi que |, où |, afin d|, car |, puisque |, donc |, lorsque |, même si |, avant de |, selon |, d'après |"
    r",? etc\.?|, NDT|, NdT|, (?:a|ont|avait) (?:\w+ ){0,2}(?:indiqué|déclaré|expliqué|affirmé|précisé|ajouté|écrit)|"
    r", (?:explique|indique|précise|affirme|déclare|ajoute|selon|estime|écrit|souligne|rappelle|raconte|résume)\b|"
    r", et (?:qui|que|dont)? ?(?:l[ea]s?|l'|un|une|des|il|elle|ils|elles|on|ce|cette|ces|son|sa|ses|se|s'|à|au)\b",
    re.IGNORECASE,
)


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


def name_before(par: Paragraph, place: int, words: int | None = None) -> Span | None:
    """The name or noun phrase that ends at ``place``, without determiner; ``words`` is the other side's length.

    Quotation marks give the span; else it runs back over nouns, adjectives and their « de … » until a
    determiner, a verb or a mark.
    """
    place = par.back_spaces(place)
    quoted = par.quoted_until(place)
    if quoted:
        span = bare(par, quoted)
        return span if 0 < span[1] - span[0] <= 120 else None
    last = par.token_before(place)
    if last < 0 or par.ends[last] != place:
        return None
    first = _run_back(par, last)
    if first is None:
        return None
    if words is not None:
        first = _drop_vague(par, first, last, words)
    return par.starts[first], par.ends[last]


def _run_back(par: Paragraph, last: int) -> int | None:
    """First token of the noun phrase that ends with token ``last``."""
    first, number = None, last
    sentence = par.sentences[par.sentence_at(par.starts[last])][0]
    while number >= 0 and last - number < _NAME_TOKENS and par.starts[number] >= sentence:
        tag, word = par.tags[number], par.words[number]
        if tag in _INSIDE or (tag == "VERB" and _is_participle(par, number)):
            if word not in _DETERMINERS:
                first = number
        elif tag == "ADV" and first is not None and number and par.tags[number - 1] in {"NOUN", "ADJ", "PROPN"}:
            pass
        elif word in _TIGHT and first is not None:
            if not _noun_before(par, number):
                break
        elif word in _DETERMINERS and first is not None:
            if not (number and par.words[number - 1] in {"de", "à", "par", "en"} and _noun_before(par, number - 1)):
                break
        elif word == "-" and first is not None:
            pass
        elif word == "et" and first is not None and number and par.tags[number - 1] == "ADJ" and par.tags[number + 1] == "ADJ":
            pass
        else:
            break
        number -= 1
    while first is not None and first < last and par.tags[first] in {"ADV", "VERB"} and par.words[first] in _LINKS:
        first += 1
    return first


def _is_participle(par: Paragraph, number: int) -> bool:
    """A past participle that modifies the noun before it: « données structurées »."""
    word = par.words[number]
    if not re.search(r"(?:é|ée|és|ées|is|ise|ises|it|ite|ites|u|ue|us|ues|ant|ants|ante|antes)$", word):
        return False
    return number > 0 and (par.tags[number - 1] in {"NOUN", "ADJ", "ADV", "PROPN"} or par.words[number - 1] == "non")


def _noun_before(par: Paragraph, number: int) -> bool:
    """Whether the preposition at ``number`` hangs on a noun phrase."""
    if not number:
        return False
    tag = par.tags[number - 1]
    return tag in {"NOUN", "ADJ", "PROPN", "X", "NUM"} or (tag == "VERB" and _is_participle(par, number - 1))


def content_words(par: Paragraph, first: int, last: int) -> int:
    """Number of nouns, adjectives, verbs and names among the tokens."""
    return sum(par.tags[i] in _INSIDE or par.tags[i] == "VERB" for i in range(first, last + 1))


def _drop_vague(par: Paragraph, first: int, last: int, words: int) -> int:
    """Leave out vague heads, and heads that make the phrase far longer than its equivalent."""
    while True:
        link = next((i for i in range(first + 1, last) if par.words[i] in {"de", "d'", "du", "des"}), None)
        if link is None:
            return first
        after = link + 1
        while after < last and (par.words[after] in _DETERMINERS):
            after += 1
        rest = content_words(par, after, last)
        vague = par.words[first] in VAGUE and link == first + 1
        if not ((vague and rest >= words) or rest > words + 1):
            return first
        first = after


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
        tag, word = par.tags[number], par.words[number]
        if loan and par.starts[number] < loan[1]:
            end = number
        elif tag in _INSIDE or (tag == "VERB" and (number == first or _is_participle(par, number))):
            end = number
        elif word in _TIGHT and end is not None and number + 1 < len(par.words):
            if par.words[number + 1] in {"anglais", "français", "allemand"} or word in {"en", "à", "par", "au"} and loan:
                break
        elif word in _DETERMINERS and number > first and par.words[number - 1] in {"de", "à", "par"}:
            pass
        elif word in {"of", "the", "for", "to", "and", "in", "by", "-", "/", "on"} and end is not None:
            pass
        elif tag == "ADV" and end is not None and number + 1 < len(par.tags) and par.tags[number + 1] == "ADJ":
            pass
        else:
            break
        number += 1
    return (par.starts[first], par.ends[end]) if end is not None else None


def definition_after(par: Paragraph, place: int, until: int | None = None) -> Span | None:
    """The clause or phrase that starts at ``place``: to the end of its sentence, bracket or quotation,
    without the examples and digressions that follow it."""
    place = par.skip_spaces(place)
    quoted = par.quoted_at(place)
    if quoted:
        return quoted
    end = _reach(par, place) if until is None else until
    digression = _DIGRESSION.search(par.text, place + 4, end)
    while digression and _inside_pair(par, place, digression.start()):
        digression = _DIGRESSION.search(par.text, digression.start() + 1, end)
    if digression:
        end = digression.start()
    end = _close_pairs(par, place, end)
    span = par.trim(place, end)
    return span if span[0] < span[1] else None


def apposition_after(par: Paragraph, place: int) -> Span | None:
    """Like ``definition_after``, but the next comma at the same depth ends it."""
    span = definition_after(par, place)
    if not span:
        return None
    comma = par.text.find(",", span[0] + 3, span[1])
    while comma >= 0 and _inside_pair(par, span[0], comma):
        comma = par.text.find(",", comma + 1, span[1])
    return par.trim(span[0], comma) if comma >= 0 else span


def _reach(par: Paragraph, place: int) -> int:
    """The end of the sentence, or of the bracket or quotation around ``place``."""
    end = min(par.sentences[par.sentence_at(place)][1], place + 600)
    last = par.token_from(place) + LONGEST
    if last < len(par.starts):
        end = min(end, par.starts[last])
    stop = _STOP_CHARS.search(par.text, place, end)
    while stop and _inside_pair(par, place, stop.start()):
        stop = _STOP_CHARS.search(par.text, stop.end(), end)
    return stop.start() if stop else end


def _inside_pair(par: Paragraph, start: int, place: int) -> bool:
    """Whether ``place`` is inside a bracket or quotation that opens after ``start``."""
    for pairs in (par.brackets, par.quotes):
        mark = "(" if pairs is par.brackets else '"'
        for kind in (mark, "[" if mark == "(" else "«"):
            opening = par.text.rfind(kind, start, place)
            if opening >= 0 and pairs.get(opening, -1) > place:
                return True
    return False


def _close_pairs(par: Paragraph, start: int, end: int) -> int:
    """Cut before a closing mark whose opening lies before ``start``."""
    for place in range(start, end):
        mark = par.text[place]
        if mark in ")]»\"":
            opening = par.bracket_ends.get(place, par.quote_ends.get(place))
            if opening is not None and opening < start:
                return place
            if opening is None and mark in ")]»":
                return place
    return end


def skip_brackets_back(par: Paragraph, place: int) -> int:
    """``place`` moved back over spaces, commas and brackets that close right before it."""
    while True:
        place = par.back_spaces(place)
        opening = par.bracket_ends.get(place - 1)
        if opening is not None:
            place = opening
        elif place and par.text[place - 1] == ",":
            place -= 1
        else:
            return place


def looks_foreign(par: Paragraph, span: Span) -> float:
    """The gap of the span's words, raised where the loanword rules see one there."""
    loan = par.loanword_at(*span)
    gap = foreignness(par.text[span[0] : span[1]])
    return gap + loan[1] if loan else gap
