"""The weights of ``termhood.json``: features → the probability that a candidate is a term, and the cut."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glossary.model import GlossaryError

WEIGHTS = Path(__file__).parent / "termhood.json"
Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: one weight a feature, and the bias."""

    bias: float
    weights: tuple[tuple[str, float], ...]


@functools.cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The shipped weights; GlossaryError where the file cannot be read."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return Weights(float(read["bias"]), tuple(sorted(read["weights"].items())))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise GlossaryError(f"{path}: the weights cannot be read ({error}); install the program again") from error


def probability(features: dict[str, Column], model: Weights | None = None) -> Column:
    """The chance that each candidate is a term, between 0 and 1."""
    model = model or load_weights()
    total = np.full(len(next(iter(features.values()))), model.bias)
    for name, weight in model.weights:
        total += weight * features[name]
    return np.asarray(1 / (1 + np.exp(-total)))


def cut(chances: Column) -> float:
    """The lowest chance that is still kept: that of the list with the greatest expected F1.

    Of the k best, the expected hits are the sum of their chances, and the expected number of terms is the sum of
    all: F1 = 2 hits / (k + all) (Lewis 1995). Candidates of the same chance stay together.
    """
    if not len(chances):
        return 1.0
    best_first = np.sort(chances)[::-1]
    kept = np.arange(1, len(best_first) + 1)
    f1 = 2 * np.cumsum(best_first) / (kept + best_first.sum())
    return float(best_first[int(np.argmax(f1))])
