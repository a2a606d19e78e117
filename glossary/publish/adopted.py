"""How the use of a loanword and of its official equivalents is laid out: by year as bars, by publisher as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from glossary.publish.formatting import LABEL
from glossary.store.adoption import UNKNOWN_PUBLISHER, UNKNOWN_YEAR, Use

WIDTH, HEIGHT = 640, 90
MOST_PUBLISHERS = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of a year that use a form."""

    year: str
    form: str
    role: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Adoption:
    """Counts of articles: a row a year and a row a publisher, a column a form, the loanword first."""

    forms: tuple[tuple[str, str], ...]  # form, role
    years: tuple[tuple[str, tuple[int, ...]], ...]
    publishers: tuple[tuple[str, tuple[int, ...]], ...]
    bars: tuple[Bar, ...]
    labels: tuple[tuple[str, float], ...]
    highest: int


def lay_out(uses: Iterable[Use]) -> Adoption | None:
    """None where no article uses any of the forms, or only one form was ever looked for."""
    by_year: Counter[tuple[str, str]] = Counter()
    by_publisher: Counter[tuple[str, str]] = Counter()
    forms: dict[str, str] = {}
    for use in uses:
        forms.setdefault(use.form, use.role)
        by_year[use.year, use.form] += use.articles
        by_publisher[use.publisher, use.form] += use.articles
    if not forms:
        return None
    years = sorted({year for year, _ in by_year}, key=lambda year: (year == UNKNOWN_YEAR, year))
    totals = Counter({publisher: 0 for publisher, _ in by_publisher})
    for (publisher, _), count in by_publisher.items():
        totals[publisher] += count
    ranked = sorted(totals, key=lambda name: (name == UNKNOWN_PUBLISHER, -totals[name], name))[:MOST_PUBLISHERS]
    known = [year for year in years if year != UNKNOWN_YEAR]
    bars, labels, highest = _bars(known, forms, by_year)
    return Adoption(
        tuple(forms.items()),
        tuple((year, tuple(by_year[year, form] for form in forms)) for year in years),
        tuple((name, tuple(by_publisher[name, form] for form in forms)) for name in ranked),
        bars,
        labels,
        highest,
    )


def _bars(
    years: list[str], forms: dict[str, str], counts: Counter[tuple[str, str]]
) -> tuple[tuple[Bar, ...], tuple[tuple[str, float], ...], int]:
    highest = max((counts[year, form] for year in years for form in forms), default=0)
    if not highest:
        return (), (), 0
    span = range(int(years[0]), int(years[-1]) + 1)
    step = WIDTH / max(len(span), 8)
    width = round(step * 0.8 / len(forms), 2)
    bars, labels = [], []
    for place, year in enumerate(map(str, span)):
        labels.append((year, round(place * step, 2)))
        for column, (form, role) in enumerate(forms.items()):
            if count := counts[year, form]:
                height = round(HEIGHT * count / highest, 2)
                x = round(place * step + column * width, 2)
                bars.append(Bar(year, form, role, count, x, round(HEIGHT - height, 2), width, height))
    shown = labels[:: max(1, ceil(len(labels) / 10))]  # on a phone ten labels find room
    return tuple(bars), tuple(label for label in shown if label[1] <= WIDTH - LABEL), highest
