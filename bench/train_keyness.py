"""Learn ``glossary/rank/keyness.json`` from ``bench/termhood/keyterms.jsonl``; needs scikit-learn.

    python bench/train_keyness.py               write the weights, print the recall on articles left out
    python bench/train_keyness.py --dry-run     only print

Each line is an article (a stretch of a file of ``termhood/texts``) with the key terms that a reader chose. A candidate
is one when one of its forms is. Recall: the share of an article's N key terms among the 2N best forms.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from glossary.findings import findings_of
from glossary.forms import straighten
from glossary.model import Article, Findings
from glossary.rank.keyness import SHARED, WEIGHTS, Array, Candidates, article_features, most_frequent, read_candidates

HERE = Path(__file__).parent / "termhood"
STRENGTH = 0.1  # of the regularisation, its inverse: compared with 0.003–0.1 on articles left out
FOLDS = 7


def read_articles() -> list[tuple[Candidates, set[str]]]:
    """The candidates of each article, and its key terms."""
    rows = [json.loads(line) for line in (HERE / "keyterms.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = [(HERE / "texts" / row["file"]).read_text(encoding="utf-8")[row["start"] : row["end"]] for row in rows]
    found = findings_of([Article(str(number), text) for number, text in enumerate(texts)])
    return [
        (read_candidates(findings), {straighten(term) for term in row["key_terms"]})
        for (_, findings), row in zip(found, rows, strict=True)
        if isinstance(findings, Findings)
    ]


def names_of_features(articles: list[tuple[Candidates, set[str]]]) -> list[str]:
    """The features of the article, then those that it shares with termhood."""
    features = articles[0][0].features
    one = np.zeros(1)
    own = article_features(dict.fromkeys(features, one), np.ones((1, 100), dtype=np.int64), one, one)
    return [*own, *SHARED]


def table(found: Candidates, names: list[str]) -> Array:
    return np.stack([found.features[name] for name in names], axis=1)


def are_key(found: Candidates, keys: set[str]) -> list[bool]:
    return [any(straighten(form) in keys for form in found.forms[name]) for name in found.names]


def learn(articles: list[tuple[Candidates, set[str]]], names: list[str]) -> Pipeline:
    rows = np.concatenate([table(found, names) for found, _ in articles])
    keys = np.concatenate([are_key(found, keys) for found, keys in articles])
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000)).fit(rows, keys)


def recall(found: Candidates, keys: set[str], odds: Array) -> float:
    forms = [straighten(most_frequent(found.forms[found.names[row]])) for row in np.argsort(-odds, kind="stable")]
    return len(keys & set(list(dict.fromkeys(forms))[: 2 * len(keys)])) / len(keys)


def main() -> None:
    articles = read_articles()
    names = names_of_features(articles)
    recalls = []
    for fold in range(FOLDS):
        model = learn([article for number, article in enumerate(articles) if number % FOLDS != fold], names)
        recalls += [recall(found, keys, model.decision_function(table(found, names)))
                    for found, keys in articles[fold::FOLDS]]  # fmt: skip
    print(f"{len(articles)} articles, recall among 2N when left out {np.mean(recalls):.3f}")
    if "--dry-run" not in sys.argv:
        write(learn(articles, names), names)


def write(model: Pipeline, names: list[str]) -> None:
    """The weights of the features as they are, without their scaling."""
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    constant = float(regression.intercept_[0] - np.sum(weights * scaler.mean_))
    shown = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    made = {"source": "bench/train_keyness.py on bench/termhood/keyterms.jsonl", "constant": round(constant, 4)}
    WEIGHTS.write_text(json.dumps({**made, "weights": shown}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
