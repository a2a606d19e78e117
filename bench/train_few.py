"""Learn ``glossary/rank/termhood_few.json``, the model for a few articles, from ``bench/termhood``; needs scikit-learn.

    python bench/train_few.py               write the model, print its quality on texts left out
    python bench/train_few.py --dry-run     only print

The texts are cut into articles; corpora of 1 to 40 of them are drawn from each domain. A candidate is a term when
one of its forms is judged one; a single word only when it is used as a noun. The news are two domains, so that one of
them is learnt from when the other is left out: what they alone have (« troupes norvégiennes ») no other teaches.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import train_terms
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from train_terms import HERE, TERMS, Array, Corpus, Learnt, learn, read_labels, write

from glossary.findings import findings_of
from glossary.forms import straighten
from glossary.model import Article, Findings
from glossary.rank.corpus import Tally
from glossary.rank.features import FEATURES, compute_features
from glossary.rank.form import FORM, form_features
from glossary.rank.model import WEIGHTS_OF_FEW, cut
from glossary.rank.scores import are_names
from glossary.rank.static import static_features

SIZES = (1, 2, 3, 5, 8, 12, 20, 40)  # articles of a corpus
DRAWN = 36  # articles of all the corpora of a size together, where the domain has so many
HEADING, LONGEST = 100, 350  # words after which an article ends before the next heading, and before any line
FIRST_NEWS = ("01", "02")  # files of the first half of the news
EPOCHS, FOLDS = 20, 5


def read_articles(path: Path) -> list[Article]:
    """The text cut into articles; a heading is a line that no mark ends."""
    found: list[list[str]] = [[]]
    words = 0
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        heading = line.strip() and line.strip()[-1] not in ".!?»…:;,"
        if words >= LONGEST or (heading and words >= HEADING):
            found.append([])
            words = 0
        found[-1].append(line)
        words += len(line.split())
    return [Article(f"{path.parent.name}/{path.name} {number}", "".join(lines)) for number, lines in enumerate(found)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A corpus of so many articles: a row a candidate, which of them are terms, and which are no names."""

    size: int
    table: Array
    terms: NDArray[np.bool_]
    plain: NDArray[np.bool_]


def read_domains() -> dict[str, list[Findings]]:
    """The articles of each domain."""
    domains: dict[str, list[Article]] = {}
    for path in sorted(HERE.glob("texts/*/*.txt")):
        news = path.parent.name == "presse"
        domain = f"presse {1 + (path.stem not in FIRST_NEWS)}" if news else path.parent.name
        domains.setdefault(domain, []).extend(read_articles(path))
    return {
        domain: [found for _, found in findings_of(articles) if isinstance(found, Findings)]
        for domain, articles in domains.items()
    }


def draw(articles: list[Findings], size: int) -> list[list[Findings]]:
    """Corpora of so many articles, which share as few as can be."""
    mixed = np.random.default_rng(size).permutation(len(articles))
    times = max(min(round(len(articles) / size), round(DRAWN / size)), 1)
    starts = [time * size % len(articles) for time in range(times)]
    return [[articles[number] for number in mixed[start : start + size]] for start in starts]


def read_corpus(articles: list[Findings], labels: dict[str, str]) -> tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """The features of the candidates, a row each; which are terms; which are no names."""
    tally, forms = Tally(), {}
    for findings in articles:
        tally.add(findings)
        for term in findings.terms:
            forms.setdefault(term.term, set()).add(" ".join(straighten(term.text).lower().split()))
    names = sorted(tally.numbers)
    rows = [tally.numbers[name] for name in names]
    features = compute_features(tally.counts[rows], tally.article_counts[rows], tally.articles, static_features(names))
    named, form = features.named(), form_features(names, features.counts)
    judged = np.array([any(labels.get(form) in TERMS for form in forms[name]) for name in names])
    table = np.concatenate([np.stack([named[name] for name in FEATURES]), form])
    return table.T, judged & (form[FORM.index("nominal")] > 0), ~are_names(features.counts)


def read_corpora(articles: list[Findings], labels: dict[str, str]) -> list[Drawn]:
    """All that are drawn from a domain."""
    corpora = []
    for size in SIZES:
        for drawn in draw(articles, size) if size <= len(articles) else []:
            table, terms, plain = read_corpus(drawn, labels)
            corpora.append(Drawn(size, table, terms, plain))
    return corpora


def learn_all(domains: dict[str, list[Drawn]], left_out: list[str]) -> Learnt:
    """The networks, from all domains but these."""
    return learn([
        Corpus(name, (*FEATURES, *FORM), drawn.table, drawn.terms)
        for name in domains
        if name not in left_out
        for drawn in domains[name]
    ])  # fmt: skip


def tell(name: str, domain: list[Drawn], chances: list[Array]) -> Iterator[str]:
    """A line a size: means over its corpora of what the list that is shown has."""
    for size in sorted({drawn.size for drawn in domain}):
        rows = []
        for drawn, chance in zip(domain, chances, strict=True):
            if drawn.size == size:
                terms, chance = drawn.terms[drawn.plain], chance[drawn.plain]
                shown = chance >= cut(chance, 1.0)
                right = float((terms & shown).sum())
                rows.append((shown.sum(), right / shown.sum(), chance[shown].mean(), right / max(terms.sum(), 1),
                             average_precision_score(terms, chance) if terms.any() else 0.0))  # fmt: skip
        shown, precision, expected, recall, average = np.mean(rows, axis=0)
        yield (f"{name:14} {size:3} articles: {shown:6.1f} shown, precision {precision:.3f} (expected {expected:.3f}), "
               f"recall {recall:.3f}, average precision {average:.3f}")  # fmt: skip


def main() -> None:
    train_terms.EPOCHS = EPOCHS
    labels = read_labels()
    domains = {name: read_corpora(found, labels[name.split()[0]]) for name, found in read_domains().items()}
    odds: dict[str, list[Array]] = {}
    for fold in range(FOLDS):
        left_out = sorted(domains)[fold::FOLDS]
        learnt = learn_all(domains, left_out)
        odds |= {name: [learnt.odds(drawn.table) for drawn in domains[name]] for name in left_out}
    together = np.concatenate([part for name in domains for part in odds[name]])
    terms = np.concatenate([drawn.terms for name in domains for drawn in domains[name]])
    calibration = LogisticRegression(C=1e6).fit(together[:, None], terms)
    slope, bias = float(calibration.coef_[0, 0]), float(calibration.intercept_[0])
    print(f"calibrated on the domains left out: slope {slope:.3f}, bias {bias:.3f}")
    for name, drawn in domains.items():
        print(*tell(name, drawn, [1 / (1 + np.exp(-(slope * part + bias))) for part in odds[name]]), sep="\n")
    if "--dry-run" not in sys.argv:
        write(learn_all(domains, []), (*FEATURES, *FORM), slope, bias, WEIGHTS_OF_FEW)


if __name__ == "__main__":
    main()
