"""Learn ``glossary/rank/termhood.json`` from the judgements of ``bench/termhood``; needs scikit-learn.

    python bench/train_terms.py               write the model, print its quality on each domain left out
    python bench/train_terms.py --dry-run     only print

Every domain of ``bench/termhood/texts`` is one corpus. A candidate is a term when one of its forms is judged a
term or a named entity. The same texts and versions give the same file.
"""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.neural_network import MLPClassifier

from glossary.extract import extract
from glossary.forms import straighten
from glossary.model import Article
from glossary.parse import parse
from glossary.rank.corpus import Tally
from glossary.rank.features import EXPLAINED, compute_features
from glossary.rank.model import WEIGHTS, Network, run_network
from glossary.rank.static import static_features

HERE = Path(__file__).parent / "termhood"
TERMS = ("specific", "common", "ood", "ne")
HIDDEN, DECAY, NETWORKS, EPOCHS = 16, 1.0, 4, 60  # compared on domains left out: 12–32, 0.3–20, 1–6
FOLDS = 5  # the domains are left out in so many groups
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The candidates of a domain: names of the features, a row a candidate, and which are terms."""

    domain: str
    features: tuple[str, ...]
    table: Array
    terms: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt before calibration."""

    low: Array
    high: Array
    mean: Array
    scale: Array
    networks: tuple[Network, ...]

    def odds(self, table: Array) -> Array:
        scaled = (np.clip(table, self.low, self.high) - self.mean) / self.scale
        return np.asarray(np.mean([run_network(scaled, network) for network in self.networks], axis=0))


def read_labels() -> dict[str, dict[str, str]]:
    """Domain → candidate form → label."""
    labels: dict[str, dict[str, str]] = {}
    for line in (HERE / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels.setdefault(row["domain"], {})[straighten(row["candidate"])] = row["label"]
    return labels


def read_corpus(domain: str, labels: dict[str, str]) -> Corpus:
    """The features of a domain's candidates and their labels."""
    tally, forms = Tally(), {}
    paths = sorted((HERE / "texts" / domain).glob("*.txt"))
    for article, docs in parse([Article(key=path.name, text=path.read_text(encoding="utf-8")) for path in paths]):
        findings = extract(article, docs)
        tally.add(findings)
        for term in findings.terms:
            forms.setdefault(term.term, set()).add(" ".join(straighten(term.text).lower().split()))
    names = sorted(tally.numbers)
    rows = [tally.numbers[name] for name in names]
    features = compute_features(
        tally.counts[rows], tally.article_counts[rows], tally.articles, static_features(names)
    ).named()
    for by_hand in EXPLAINED:  # too few to learn from; see rank.model
        del features[by_hand]
    judged = np.array([any(labels.get(form) in TERMS for form in forms[name]) for name in names])
    return Corpus(domain, tuple(features), np.stack(list(features.values()), axis=1), judged)


def learn(corpora: list[Corpus]) -> Learnt:
    """The networks, from the candidates of all the corpora."""
    table = np.concatenate([corpus.table for corpus in corpora])
    terms = np.concatenate([corpus.terms for corpus in corpora])
    low, high = (np.round(edge, 5) for edge in np.percentile(table, [0.5, 99.5], axis=0))
    table = np.clip(table, low, high)
    mean, scale = np.round(table.mean(axis=0), 5), np.round(np.maximum(table.std(axis=0), 1e-3), 5)
    networks = []
    for seed in range(NETWORKS):
        net = MLPClassifier(
            (HIDDEN,), activation="tanh", alpha=DECAY, max_iter=EPOCHS, random_state=seed, learning_rate_init=3e-3,
            batch_size=256,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is part of the recipe
            net.fit((table - mean) / scale, terms)
        weights = [np.round(part, 4) for part in (*net.coefs_, *net.intercepts_)]
        networks.append(Network(weights[0], weights[2], weights[1][:, 0], float(weights[3][0])))
    return Learnt(low, high, mean, scale, tuple(networks))


def main() -> None:
    labels = read_labels()
    corpora = [read_corpus(domain, labels[domain]) for domain in sorted(labels)]
    odds, terms = [], []
    for fold in range(FOLDS):
        learnt = learn([corpus for number, corpus in enumerate(corpora) if number % FOLDS != fold])
        for left_out in corpora[fold::FOLDS]:
            odds.append(learnt.odds(left_out.table))
            terms.append(left_out.terms)
            precision = average_precision_score(left_out.terms, odds[-1])
            print(f"{left_out.domain:14} {len(left_out.terms):5} candidates, {left_out.terms.mean():.2f} terms, "
                  f"average precision when left out {precision:.3f}", flush=True)  # fmt: skip
    calibration = LogisticRegression(C=1e6).fit(np.concatenate(odds)[:, None], np.concatenate(terms))
    slope, bias = float(calibration.coef_[0, 0]), float(calibration.intercept_[0])
    print(f"calibrated on the domains left out: slope {slope:.3f}, bias {bias:.3f}")
    if "--dry-run" not in sys.argv:
        write(learn(corpora), corpora[0].features, slope, bias)


def write(learnt: Learnt, features: tuple[str, ...], slope: float, bias: float, path: Path = WEIGHTS) -> None:
    """The model as JSON."""
    model = {
        "source": f"bench/{Path(sys.argv[0]).name} on bench/termhood",
        "features": features,
        **{name: getattr(learnt, name).tolist() for name in ("low", "high", "mean", "scale")},
        "slope": round(slope, 4),
        "bias": round(bias, 4),
        "networks": [
            {
                "hidden": network.hidden.tolist(),
                "hidden_bias": network.hidden_bias.tolist(),
                "output": network.output.tolist(),
                "output_bias": network.output_bias,
            }
            for network in learnt.networks
        ],
    }
    path.write_text(json.dumps(model) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
