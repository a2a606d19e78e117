"""How values look on a page: what is safe to show of text that strangers wrote, and the plot by month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

# Characters that draw nothing or turn the line around: a hostile article must not reorder our page.
_UNSHOWN = dict.fromkeys((*range(0, 9), 11, 12, *range(14, 32), *range(127, 160)))
_UNSHOWN |= dict.fromkeys((1564, 8206, 8207, *range(8234, 8239), *range(8294, 8298), 65279))
_UNSHOWN |= dict.fromkeys(range(55296, 57344), 65533)
_HIDDEN = re.compile("[" + "".join(re.escape(chr(code)) for code in _UNSHOWN) + "]")


def show(value: object) -> object:
    """What Jinja prints on a page of Datasette's: text, escaped already or not yet, without hidden characters."""
    if isinstance(value, str) and _HIDDEN.search(value):
        shown = str.translate(value, _UNSHOWN)
        return Markup(shown) if isinstance(value, Markup) else shown  # it was markup before
    return value


def without_hidden(page: str) -> str:
    """A whole page of ours without hidden characters: ``isprintable`` tells quickly that there are none."""
    plain = page
    for space in ("\n", "\u00a0", "\u202f"):
        plain = plain.replace(space, " ")
    clean = plain.isprintable() and "\ufffd" not in plain
    return page if clean else _HIDDEN.sub("", page)


def web_address(url: str | None) -> str | None:
    """The address if a browser may follow it from a page; never ``javascript:`` and the like."""
    clean = (url or "").strip()
    return clean if re.match(r"https?://[^\s<>\"']+$", clean, re.IGNORECASE) else None


def shorten(text: str, length: int = 160) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "\u00a0…"


def shorten_left(text: str, length: int = 70) -> str:
    """The end of a text, cut between words: what stands left of the term in a concordance."""
    return text if len(text) <= length else "…\u00a0" + text[-length:].split(" ", 1)[-1]


@dataclass(frozen=True, slots=True)
class Bar:
    """A month in the plot: its place and height in a picture of 100 units, and what it counts."""

    month: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Occurrences by month as bars; ``years`` are the labels under the axis and their places."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[str, float], ...]
    highest: int


LABEL = 56  # units that a year under the axis takes on a phone
MOST_MONTHS = 240  # 20 years; earlier months stay in the table beside the plot


def plot_months(months: tuple[tuple[str, int], ...], width: int = 640, height: int = 90) -> Plot | None:
    """Bars for every month from first to last, empty ones included; None when there is nothing to compare."""
    known = {int(m[:4]) * 12 + int(m[5:7]) - 1: count for m, count in months if re.fullmatch(r"\d{4}-\d\d", m)}
    if len(known) < 2:
        return None
    last = max(known)
    first = max(min(known), last - MOST_MONTHS + 1)
    highest = max(count for month, count in known.items() if month >= first)
    step = width / max(last - first + 1, 36)  # a bar of a month stays slender
    bars = [
        Bar(
            f"{month // 12}-{month % 12 + 1:02}",
            count,
            round((month - first) * step, 2),
            round(height - height * count / highest, 2),
            round(step * 0.8, 2),
            round(height * count / highest, 2),
        )
        for month, count in sorted(known.items())
        if month >= first
    ]
    every = max(1, ceil((last - first) / 12 / 10))  # on a phone ten labels find room
    years = [
        (str(month // 12), round((month - first) * step, 2))
        for month in range(first, last + 1)
        if (month % 12 == 0 and (month // 12) % every == 0 and last - month > 3) or month == first
    ]
    if len(years) > 1 and years[1][1] - years[0][1] < LABEL:
        del years[1]
    if years[-1][1] > width - LABEL:
        del years[-1]
    return Plot(tuple(bars), tuple(years), highest)
