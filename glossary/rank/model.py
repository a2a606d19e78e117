"""The models: features → the chance that a candidate is a term, and the cut.

A few small neural networks, averaged, learnt from the judgements of ``bench/termhood`` (open texts of fourteen
domains); evaluated here in numpy alone. ``termhood.json`` is learnt by ``bench/train_terms.py`` from whole domains,
``termhood_few.json`` by ``bench/train_few.py`` from corpora of 1 to 40 articles, where counts say little.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.model import GlossaryError
from glossary.rank.features import EXPLAINED, FEATURES, Features
from glossary.rank.form import FORM, form_features

WEIGHTS = Path(__file__).parent / "termhood.json"
WEIGHTS_OF_FEW = Path(__file__).parent / "termhood_few.json"
Array = NDArray[np.float64]
Learnt = TypeVar("Learnt")
# The larger a corpus, the fewer of its candidates are terms: what the log-odds lose when it is e times as large.
# Set by hand from the shares in the first 1, 2, 4… thousand words of several corpora; the texts that the
# weights are learnt from have 1,000 to 5,000 words, where the loss is nought.
_SIZE_LOSS = 0.45
# Log-odds for a term that a text explains, for two and more twice: few of the learnt texts explain any.
_GLOSS_GAIN = 1.5
_EXPLAINING_GAIN = 0.5  # log-odds for a word of an explanation
# In a few articles: log-odds for what narrows a listed compound by a word that says not only from where (« base
# aérienne avancée »), which a translator needs though of the judged ones a third are terms. Set by hand on the seeds.
_EXTENDS_GAIN = 1.5
# Of a few articles, whose list a person reads to the end, so much is expected to be right. Of what ten times five other
# articles gave, read blind, a tenth less was: the judges of the learnt texts kept what a stricter reader strikes out.
_PRECISION = 0.8
_BLOCK = 1024  # rows at a time: a table of them stays in the cache
_LEARNT_SIZE = 8.0  # logarithm of their number of words, about


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer with tanh, one output: log-odds."""

    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: float


@dataclass(frozen=True, slots=True)
class Model:
    """The range of the features that was seen in learning, the networks as one, and the calibration.

    The last column of the weights is the bias: a feature that is 1 everywhere costs less than an addition.
    """

    low: Array
    high: Array
    weights: Array
    output: Array
    output_bias: float
    slope: float
    shift: float


def read_learnt(path: Path, what: str, make: Callable[[Any], Learnt]) -> Learnt:
    """What ``make`` makes of a file that was learnt and shipped; GlossaryError where that cannot be read."""
    try:
        return make(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GlossaryError(f"{path}: the {what} cannot be read ({error}); install the program again") from error


@functools.cache
def load_model(path: Path = WEIGHTS) -> Model:
    """The shipped model; GlossaryError where the file cannot be read."""
    return read_learnt(path, "model", functools.partial(_model, FEATURES))


@functools.cache
def load_model_of_few(path: Path = WEIGHTS_OF_FEW) -> Model:
    """That for a few articles."""
    return read_learnt(path, "model", functools.partial(_model, (*FEATURES, *FORM)))


def _model(features: tuple[str, ...], read: Any) -> Model:
    networks = tuple(
        Network(np.array(n["hidden"]), np.array(n["hidden_bias"]), np.array(n["output"]), float(n["output_bias"]))
        for n in read["networks"]
    )
    low, high, mean, scale = (np.array(read[name]) for name in ("low", "high", "mean", "scale"))
    if tuple(read["features"]) != features:
        raise ValueError("it was learnt from other features")
    slope, shift = float(read["slope"]), float(read["bias"])
    return Model(low[:, None], high[:, None], *_join(networks, mean, scale), slope, shift)


def _join(networks: tuple[Network, ...], mean: Array, scale: Array) -> tuple[Array, Array, float]:
    """The mean of all networks as one, with the scaling of the features in its weights."""
    hidden = np.concatenate([network.hidden for network in networks], axis=1) / scale[:, None]
    bias = np.concatenate([network.hidden_bias for network in networks]) - mean @ hidden
    output = np.concatenate([network.output for network in networks]) / len(networks)
    output_bias = float(np.mean([network.output_bias for network in networks]))
    return np.column_stack((hidden.T, bias)), output, output_bias


def probability(features: Features, terms: Sequence[str]) -> Array:
    """The chance that each candidate is a term, between 0 and 1.

    A value outside the range seen in learning counts as the end of the range: what was never seen is not guessed.
    From a few articles to many the one model fades into the other, so that no addition changes all at once.
    """
    few = few_articles(features.log_size)
    glossed, explaining = (np.minimum(features.counts[COUNTS.index(name)], 2) for name in EXPLAINED)
    odds = _GLOSS_GAIN * glossed + _EXPLAINING_GAIN * explaining
    if few < 1.0:
        loss = _SIZE_LOSS * max(features.log_size - _LEARNT_SIZE, 0.0)
        odds = odds + (1.0 - few) * (_run(features, load_model()) - loss)
    if few > 0.0:
        form = form_features(terms, features.counts)
        narrows = form[FORM.index("extends")] * (1.0 - form[FORM.index("demonym")])
        odds = odds + few * (_run(features, load_model_of_few(), form) + _EXTENDS_GAIN * narrows)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _run(features: Features, model: Model, form: Array | None = None) -> Array:
    """The calibrated mean log-odds of the networks, over blocks that the processor's cache holds.

    ``form`` are the rows that the model has after ``FEATURES``. The last block is filled up, so that a row is computed
    in the same way wherever it stands.
    """
    odds = np.empty(len(features))
    size = min(_BLOCK, len(odds) + -len(odds) % 64)
    with_one, layer = np.zeros((model.weights.shape[1], size)), np.empty((len(model.weights), size))
    with_one[-1], table = 1.0, with_one[:-1]
    for start in range(0, len(odds), size):
        stop = min(start + size, len(odds))
        features.fill(table[: len(FEATURES), : stop - start], start, stop)
        if form is not None:
            table[len(FEATURES) :, : stop - start] = form[:, start:stop]
        np.maximum(table, model.low, out=table)
        np.minimum(table, model.high, out=table)
        np.matmul(model.weights, with_one, out=layer)
        np.tanh(layer, out=layer)
        odds[start:stop] = (model.output @ layer)[: stop - start]
    return model.slope * (odds + model.output_bias) + model.shift


def run_network(table: Array, network: Network) -> Array:
    """Log-odds of each row of scaled features."""
    return np.asarray(np.tanh(table @ network.hidden + network.hidden_bias) @ network.output + network.output_bias)


def cut(chances: Array, few: float = 0.0) -> float:
    """The lowest chance that is still kept: that of the list with the greatest expected F1.

    Of the k best, the expected hits are the sum of their chances, and the expected number of terms is the sum of
    all: F1 = 2 hits / (k + all) (Lewis 1995). Candidates of the same chance stay together. With ``few`` 1 the list
    ends at the latest where the mean of its chances, which is its expected precision, falls under _PRECISION; in
    between the cut is in between.
    """
    if not len(chances):
        return 1.0
    best_first = np.sort(chances)[::-1]
    kept = np.arange(1, len(best_first) + 1)
    hits = np.cumsum(best_first)
    best = float(best_first[int(np.argmax(hits / np.maximum(kept + best_first.sum(), 1e-12)))])
    ends = np.append(np.diff(best_first) != 0, True)
    precise = best_first[ends & (hits >= _PRECISION * kept)]
    lowest = float(precise[-1]) if len(precise) else float(best_first[0])
    return (1.0 - few) * best + few * max(lowest, best)


def few_articles(log_size: float) -> float:
    """1 for up to 20 articles (8,000 words), down to 0 from 36,000 words on."""
    return min(max((10.5 - log_size) / 1.5, 0.0), 1.0)
