"""Fit the weights of the loanword signals, and write them into ``glossary/rules/loanword_weights.toml``.

    python bench/fit_loanwords.py            # fit and write
    python bench/fit_loanwords.py --check    # fit, and fail if the file holds other weights

Trained on texts that may be shipped only: the passages of ``tests/gold`` under CC BY, CC BY-SA, Licence
Ouverte or Apache, and the sentences of ``bench/loanwords_phrases.txt``, written for this project. The fit is a
logistic regression whose penalty pulls each weight to its hand-set ``a_priori``, by Newton's method: no random
start, so that the same texts give the same weights.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glossary.extract.loanwords import propose
from glossary.model import Article
from glossary.parse import parse

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "glossary" / "rules" / "loanword_weights.toml"
FREE = ("CC BY 4", "CC BY 3", "CC BY 2", "CC BY-SA", "Licence Ouverte", "Apache")
PENALTY = 1.0
Marked = tuple[str, set[tuple[int, int]], set[tuple[int, int]]]  # text, loanwords, spans that do not count


def read_passages() -> Iterator[Marked]:
    """The gold passages whose licence lets weights trained on them be shipped."""
    for path in sorted((ROOT / "tests" / "gold").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            if str(passage.get("license", "")).startswith(FREE) and passage.get("loanwords") is not None:
                spans = [(g, (g["start"], g["end"])) for g in passage["loanwords"]]
                yield passage["text"], {s for g, s in spans if counts(g)}, {s for g, s in spans if not counts(g)}


def counts(gold: dict[str, object]) -> bool:
    return not gold.get("optional") and gold.get("status", "core") == "core" and not gold.get("boilerplate")


def read_sentences() -> Iterator[Marked]:
    """The sentences written for this: [[loanword]], ?[[either way]]."""
    lines = (ROOT / "bench" / "loanwords_phrases.txt").read_text(encoding="utf-8").splitlines()
    for block in re.split(r"\n\s*\n", "\n".join(line for line in lines if not line.startswith("#")).strip()):
        text, last = "", 0
        found: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
        for mark in re.finditer(r"(\??)\[\[(.*?)\]\]", block):
            text += block[last : mark.start()]
            found[not mark[1]].add((len(text), len(text) + len(mark[2])))
            text, last = text + mark[2], mark.end()
        yield text + block[last:], found[True], found[False]


def examples(names: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One row of signals a proposed span, and whether it is a loanword."""
    marked = [*read_passages(), *read_sentences()]
    rows, answers = [], []
    articles = [Article(str(number), text) for number, (text, _, _) in enumerate(marked)]
    for (_, docs), (_, loanwords, open_spans) in zip(parse(articles), marked, strict=True):
        for start, end, signals in propose(docs):
            if any(s < end and start < e for s, e in open_spans):
                continue
            rows.append([signals.get(name, 0.0) for name in names])
            answers.append(float((start, end) in loanwords))
    return np.array(rows), np.array(answers)


def fit(rows: NDArray[np.float64], answers: NDArray[np.float64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Newton's method on the penalised log-likelihood."""
    weights = prior.copy()
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (answers - chance) - PENALTY * (weights - prior)
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + PENALTY * np.eye(len(prior))
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail if the file holds other weights")
    check = parser.parse_args().check
    entries = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["poids"]
    rows, answers = examples([entry["id"] for entry in entries])
    weights = fit(rows, answers, np.array([float(entry["a_priori"]) for entry in entries]))
    print(f"{len(answers)} proposed spans, {int(answers.sum())} loanwords")
    if check:
        if any(abs(entry["valeur"] - weight) > 0.011 for entry, weight in zip(entries, weights, strict=True)):
            sys.exit(f"{WEIGHTS.name} holds other weights: run python bench/fit_loanwords.py")
        return
    text = WEIGHTS.read_text(encoding="utf-8")
    for entry, weight in zip(entries, weights, strict=True):
        print(f"{entry['id']:24} {entry['a_priori']:6.2f} {weight:6.2f}")
        pattern = rf'(id = "{re.escape(entry["id"])}"\na_priori = \S+\nvaleur = )\S+'
        text = re.sub(pattern, rf"\g<1>{weight:.2f}", text)
    WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
