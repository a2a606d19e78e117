"""The date of an article, from the line that carries it or from the opening of a dispatch.

A date is never invented. Where the year is missing it is inferred only if the text itself pins it: the
weekday that the text names must fall on that day, within two years of the last year the text names.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from glossary.forms import straighten
from glossary.read.rulefiles import load
from glossary.read.shapes import of_a_line


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a date line says; ``published`` is ISO 8601, or "--MM-DD" where the year is missing."""

    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    stated: bool = False  # the line says in words that it gives the day of publication


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(load("datelines")["months"], 1) for name in names}


@cache
def date_pattern() -> str:
    """A day as French papers write it, without named groups so that it can stand in any rule."""
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return (
        r"(?:(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\d/])"
        rf"|(?<!\d)\d{{1,2}}(?:er)? (?:{months})\b\.?(?: \d{{4}}(?!\d))?)"
    )


def read_date(written: str) -> str | None:
    """« 13/10/2015 », « 2015-10-13 », « 1er oct. 2015 » as ISO 8601; « 18 septembre » as "--09-18".

    >>> read_date("1er oct. 2015"), read_date("18 septembre"), read_date("31/02/2015")
    ('2015-10-01', '--09-18', None)
    """
    written = straighten(written).strip().lower()
    if match := re.match(r"(\d{4})-(\d{2})-(\d{2})", written):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)", written):
        year = int(match[3]) + (0 if len(match[3]) == 4 else 2000 if int(match[3]) < 70 else 1900)
        return _iso(year, int(match[2]), int(match[1]))
    if match := re.match(r"(\d{1,2})(?:er)? ([^\W\d_]+)\.?(?: (\d{4}))?", written):
        month = _months().get(match[2])
        if month and match[3]:
            return _iso(int(match[3]), month, int(match[1]))
        if month and _iso(2000, month, int(match[1])):
            return f"--{month:02}-{int(match[1]):02}"
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1600 <= year <= 2200 else None
    except ValueError:
        return None


@cache
def _pieces() -> re.Pattern[str]:
    names = [*load("publishers")["agencies"], *load("publishers")["titles"]]
    known = "|".join(sorted((re.escape(straighten(name)) for name in names), key=len, reverse=True))
    pieces = [date_pattern(), rf"\b(?:{known})\b", r"\b[\w-]+\.(?:fr|com|org|net|info|be|ch|ca|eu)\b"]
    return re.compile("|".join([*pieces, *load("datelines")["pieces"]]), re.IGNORECASE)


_DAY_OR_TIME = re.compile(r"\d|[hH].[eE]|[jJ].[uU][rR]")  # a figure, hier, aujourd'hui: a line without is no date line
_UPDATED = re.compile(r"(?:mis à jour|mise à jour|actualisé|modifié|modification|màj|maj)\w*\s*:?\s*(?:le )?\s*$", re.I)
_AUTHOR = re.compile(
    r"\b(?:[Pp]ar|PAR) ((?:(?!Publié|Mis\b|Modifié|Actualisé|Posté|Le\b)[A-ZÉÈÀÂÎÔÇ][\w.'-]+"
    r"(?: (?:et|de|du) )? ?){1,6})"
)


@of_a_line
def read_byline(line: str) -> Dateline | None:
    """What a line says that holds nothing but a date and what goes with it; None for any other line."""
    line = line.strip()
    if not 3 <= len(line) <= 200 or not _DAY_OR_TIME.search(line):
        return None
    straight = straighten(line)
    dates = list(re.finditer(date_pattern(), straight, re.IGNORECASE))
    timed = re.search(r"\d\s?[h:]\s?\d\d|il y a \d|\bhier\b|aujourd'hui", straight, re.IGNORECASE)
    if not dates and not timed:
        return None
    rest = re.findall(r"[\w'-]*\w[\w'-]*", _pieces().sub(" ", straight))
    # A name that no list knows may stand with a date and an hour (« OLJ / le 29 septembre à 22h56 »).
    named = len(rest) <= 4 and all(word[0].isupper() for word in rest) and dates and timed
    if rest and not named:
        return None
    first = [found[0] for found in dates if not _UPDATED.search(straight[: found.start()])]
    author = _AUTHOR.search(straight)
    return Dateline(
        published=read_date(first[0]) if first else None,
        publisher=find_publisher(straight),
        author=author[1].strip(" .,-") if author else None,
        stated=re.search(r"publi|mis (?:à jour|en ligne)|actualis|modifi|post[ée]", straight, re.IGNORECASE)
        is not None,
    )


@cache
def _publishers() -> tuple[re.Pattern[str], dict[str, str]]:
    rules = load("publishers")
    names = sorted({*rules["agencies"], *rules["titles"]}, key=len, reverse=True)
    pattern = "|".join(re.escape(straighten(name)) for name in names)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), {straighten(name): name for name in names}


def find_publisher(line: str) -> str | None:
    """The first agency or paper that the line names, or a domain such as « Atlantico.fr »."""
    pattern, names = _publishers()
    if match := pattern.search(straighten(line)):
        return names[match[0]]
    domain = re.search(r"\b[\w-]+\.(?:fr|com|org|net|info|be|ch|ca|eu)\b", line)
    return domain[0] if domain else None


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    cues = (rule["cue"].replace("{date}", f"(?P<date>{date_pattern()})") for rule in load("datelines")["dateline"])
    return tuple(re.compile(cue) for cue in cues)


def read_dateline(paragraph: str) -> Dateline | None:
    """The place, day and agency that open a dispatch: « WASHINGTON, 18 septembre (Reuters) - »."""
    for cue in _datelines():
        if match := cue.match(straighten(paragraph)):
            found = match.groupdict()
            agency = found.get("agency")
            return Dateline(
                published=read_date(found["date"]) if found.get("date") else None,
                publisher=(find_publisher(agency) or agency) if agency else None,
            )
    return None


def infer_year(day: str, text: str) -> tuple[str, str] | None:
    """The full date of "--MM-DD" and the reason, if the weekday and the years that the text names pin it."""
    weekdays = load("datelines")["weekdays"]
    named = Counter(re.findall(rf"\b({'|'.join(weekdays)})\b", text.lower()))
    years = [int(year) for year in re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)", text)]
    if not named or not years:
        return None
    (weekday, often), *others = named.most_common()
    if others and others[0][1] == often:
        return None
    for year in range(max(years), max(years) + 3):
        full = _iso(year, int(day[2:4]), int(day[5:7]))
        if full and weekdays[date.fromisoformat(full).weekday()] == weekday:
            return full, f"année {year} déduite : le texte dit « {weekday} » et cite {max(years)}"
    return None
