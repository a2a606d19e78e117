"""The model of ``termhood.json``: features → the chance that a candidate is a term, and the cut.

A few small neural networks, averaged, learnt by ``bench/train_terms.py`` from the judgements of
``bench/termhood`` (open texts of fourteen domains); evaluated here in numpy alone.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from glossary.extract.terms import COUNTS
from glossary.model import GlossaryError
from glossary.rank.features import EXPLAINED, FEATURES, Features

WEIGHTS = Path(__file__).parent / "termhood.json"
Array = NDArray[np.float64]
Learnt = TypeVar("Learnt")
# The larger a corpus, the fewer of its candidates are terms: what the log-odds lose when it is e times as large.
# Set by hand from the shares in the first 1, 2, 4… thousand words of several corpora; the texts that the
# weights are learnt from have 1,000 to 5,000 words, where the loss is nought.
_SIZE_LOSS = 0.45
# Log-odds for a term that a text explains, for two and more twice: few of the learnt texts explain any.
_GLOSS_GAIN = 1.5
_EXPLAINING_GAIN = 0.5  # log-odds for a word of an explanation
# In a few articles counts say little: structure and specificity then weigh more. Set by hand on the five seeds
# and on stretches of 2,000 words of the judged press texts.
_HOLDS_LISTED_GAIN = 1.5  # log-odds for what holds a compound that dictionaries list: « base aérienne avancée »
_NOT_A_NOUN_LOSS = 2.5  # log-odds that a single adjective, participle or verb loses
_RARITY_GAIN = 0.1  # log-odds for each step of the Zipf scale that its commonest word is rarer than _COMMON
_COMMON = 4.5
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
    return read_learnt(path, "model", _model)


def _model(read: Any) -> Model:
    networks = tuple(
        Network(np.array(n["hidden"]), np.array(n["hidden_bias"]), np.array(n["output"]), float(n["output_bias"]))
        for n in read["networks"]
    )
    low, high, mean, scale = (np.array(read[name]) for name in ("low", "high", "mean", "scale"))
    if tuple(read["features"]) != FEATURES:
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


def probability(features: Features, model: Model | None = None) -> Array:
    """The chance that each candidate is a term, between 0 and 1.

    A value outside the range seen in learning counts as the end of the range: what was never seen is not guessed.
    """
    model = model or load_model()
    odds, form = _run(features, model, few_articles(features.log_size))
    odds = model.slope * odds + model.shift - _SIZE_LOSS * max(features.log_size - _LEARNT_SIZE, 0.0)
    glossed, explaining = (np.minimum(features.counts[COUNTS.index(name)], 2) for name in EXPLAINED)
    odds = odds + form + _GLOSS_GAIN * glossed + _EXPLAINING_GAIN * explaining
    return np.asarray(1 / (1 + np.exp(-odds)))


def _run(features: Features, model: Model, few: float) -> tuple[Array, Array]:
    """The mean log-odds of the networks, and those for the form alone, over blocks that the processor's cache holds.

    The last block is filled up, so that a row is computed in the same way wherever it stands.
    """
    odds, form = np.empty(len(features)), np.zeros(len(features))
    size = min(_BLOCK, len(odds) + -len(odds) % 64)
    with_one, layer = np.zeros((len(FEATURES) + 1, size)), np.empty((len(model.weights), size))
    with_one[-1], table = 1.0, with_one[:-1]
    for start in range(0, len(odds), size):
        stop = min(start + size, len(odds))
        features.fill(table[:, : stop - start], start, stop)
        if few:
            form[start:stop] = few * _form_alone(table[:, : stop - start])
        np.maximum(table, model.low, out=table)
        np.minimum(table, model.high, out=table)
        np.matmul(model.weights, with_one, out=layer)
        np.tanh(layer, out=layer)
        odds[start:stop] = (model.output @ layer)[: stop - start]
    return odds + model.output_bias, form


def _form_alone(table: Array) -> Array:
    """Log-odds for what the form says without any count."""
    rows = ("content_words", "head_noun", "head_name", "initials", "french_high", "holds_listed")
    words, noun, name, initials, french, holds_listed = (table[FEATURES.index(row)] for row in rows)
    rarity = np.clip(_COMMON - french, -2.0, 2.0)
    not_a_noun = (words == 1) & (noun + name + initials < 0.5)
    return np.asarray(_HOLDS_LISTED_GAIN * holds_listed + _RARITY_GAIN * rarity - _NOT_A_NOUN_LOSS * not_a_noun)


def run_network(table: Array, network: Network) -> Array:
    """Log-odds of each row of scaled features."""
    return np.asarray(np.tanh(table @ network.hidden + network.hidden_bias) @ network.output + network.output_bias)


def cut(chances: Array, recall: float = 1.0) -> float:
    """The lowest chance that is still kept: that of the list with the greatest expected F1.

    Of the k best, the expected hits are the sum of their chances, and the expected number of terms is the sum of
    all: F1 = 2 hits / (k + all) (Lewis 1995). Candidates of the same chance stay together. With ``recall`` above
    1 it is the F-measure that counts recall so many times (β²).
    """
    if not len(chances):
        return 1.0
    best_first = np.sort(chances)[::-1]
    kept = np.arange(1, len(best_first) + 1)
    measure = np.cumsum(best_first) / np.maximum(kept + recall * best_first.sum(), 1e-12)
    return float(best_first[int(np.argmax(measure))])


def few_articles(log_size: float) -> float:
    """1 for a few articles (3,000 words), down to 0 from 20,000 words on."""
    return min(max((10.0 - log_size) / 2.0, 0.0), 1.0)


def recall_weight(log_size: float) -> float:
    """What recall is worth: 1.25 in a few articles, whose list a person reads to the end, 1 from 20,000 words on."""
    return 1.0 + 0.25 * few_articles(log_size)
