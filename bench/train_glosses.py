"""Fit the weights of ``glossary/rules/confidence.toml`` on annotated texts that may be shipped.

    python bench/train_glosses.py tests/gold/*.jsonl [--write]

Logistic regression whose weights are pulled towards ``bench/gloss_prior.toml`` (a Gaussian prior, so that a
feature seen three times stays where a person put it). A candidate counts as right when both its spans share half
of their words with an annotated pair, the measure by which glosses are matched elsewhere; optional pairs are left out.
Only texts whose ``license`` allows derived works to be shipped are read. The result depends on the files alone.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from glossary.extract.confidence import features_of
from glossary.extract.glosses import propose
from glossary.extract.loanwords import find_loanwords
from glossary.extract.rules import load_rules
from glossary.model import Article
from glossary.parse import parse

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "glossary" / "rules" / "confidence.toml"
FREE = re.compile(r"CC BY(?:-SA)?(?![\w-])|Licence Ouverte|Apache", re.IGNORECASE)
PULL = 10.0  # strength of the prior: the least log-loss in cross-validation is flat from 10 to 100
WORD = re.compile(r"\w+(?:-\w+)*")


def read_gold(paths: list[Path]) -> list[dict[str, Any]]:
    """Annotated texts whose licence allows it."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [row for row in rows if FREE.match(row.get("license", ""))]


def label(gold: dict[str, Any], term: tuple[int, int], gloss: tuple[int, int]) -> bool | None:
    """Whether the pair is annotated; None if only as optional."""
    found = None
    for pair in gold["glosses"]:
        same = _dice(gold["text"], (pair["term_start"], pair["term_end"]), term)
        if min(same, _dice(gold["text"], (pair["gloss_start"], pair["gloss_end"]), gloss)) < 0.5:
            continue
        if not (pair.get("optional") or pair.get("proper")):
            return True
        found = pair
    return None if found else False


def _dice(text: str, one: tuple[int, int], other: tuple[int, int]) -> float:
    a, b = ({m.start() for m in WORD.finditer(text, *span)} for span in (one, other))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def candidates(rows: list[dict[str, Any]]) -> list[tuple[str, dict[str, float], bool]]:
    """(text, features, whether right) of every candidate."""
    rules = load_rules()
    by_key = {row["id"]: row for row in rows}
    found = []
    for article, docs in parse([Article(key=row["id"], text=row["text"]) for row in rows]):
        for one in propose(docs, find_loanwords(article.text, docs), rules):
            offset = one.paragraph.start
            term = (one.term[0] + offset, one.term[1] + offset)
            right = label(by_key[article.key], term, (one.gloss[0] + offset, one.gloss[1] + offset))
            if right is not None:
                found.append((article.key, features_of(one, rules), right))
    return found


def read_prior() -> dict[str, float]:
    table = tomllib.loads((HERE / "gloss_prior.toml").read_text(encoding="utf-8"))
    return {f"{section}:{name}": float(value) for section, values in table.items() for name, value in values.items()}


def fit(found: list[tuple[str, dict[str, float], bool]], prior: dict[str, float], pull: float) -> dict[str, float]:
    """Newton's method on the penalised log-likelihood."""
    names = sorted({name for _, features, _ in found for name in features} | prior.keys())
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(found), len(names)))
    for row, (_, features, _) in enumerate(found):
        for name, value in features.items():
            x[row, place[name]] = value
    y = np.array([right for _, _, right in found], dtype=float)
    centre = np.array([prior.get(name, 0.0) for name in names])
    w = centre.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + pull * (w - centre)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + pull * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(value), 2) for name, value in zip(names, w, strict=True) if abs(value) >= 0.005}


def predict(weights: dict[str, float], features: dict[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def cross_validate(
    found: list[tuple[str, dict[str, float], bool]], prior: dict[str, float], pull: float, folds: int = 8
) -> float:
    """Mean log-loss on texts that the fit did not see."""
    keys = sorted({key for key, _, _ in found})
    losses = []
    for fold in range(folds):
        held = set(keys[fold::folds])
        weights = fit([one for one in found if one[0] not in held], prior, pull)
        for key, features, right in found:
            if key in held:
                p = min(max(predict(weights, features), 1e-6), 1 - 1e-6)
                losses.append(-np.log(p if right else 1 - p))
    return float(np.mean(losses))


def write(weights: dict[str, float]) -> None:
    """The weights by section, largest first."""
    lines = [
        "# Poids de la confiance d'une glose : positif, on en est plus sûr ; négatif, moins sûr.",
        "# La somme des poids des traits présents, passée dans 1 / (1 + exp(−somme)), donne la confiance.",
        "# Ajusté par bench/train_glosses.py ; pour changer un poids, changez bench/gloss_prior.toml et relancez.",
    ]
    for section in dict.fromkeys(name.split(":")[0] for name in weights):
        lines += ["", f'["{section}"]']
        chosen = {name: value for name, value in weights.items() if name.split(":")[0] == section}
        lines += [f'"{name.split(":", 1)[1]}" = {value}' for name, value in sorted(chosen.items(), key=lambda p: -p[1])]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--pull", type=float, default=PULL, help="strength of the prior")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    args = parser.parse_args()
    rows = read_gold(args.gold)
    found, prior = candidates(rows), read_prior()
    print(f"{len(rows)} texts, {len(found)} candidates, {sum(right for _, _, right in found)} right")
    print(f"log-loss on unseen texts {cross_validate(found, prior, args.pull):.4f} (prior weight {args.pull})")
    if args.write:
        write(fit(found, prior, args.pull))


if __name__ == "__main__":
    main()
