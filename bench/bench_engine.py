"""The Ray engine on workers of this machine: its speed, and what is lost when a worker is killed."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from glossary.findings import findings_of
from glossary.model import Article
from glossary.scale import ShardExtractor, findings_on_ray

WARM = 10  # the passes before have a tenth of the words


def engine_pass(texts: list[str], workers: int) -> dict[str, float]:
    """Seconds that the words take beyond what a tenth of them takes: starting the workers is left out."""
    part = texts[: max(1, len(texts) // WARM)]
    _seconds(part, workers)  # the first start in a process takes longer
    few, all_of_them = _seconds(part, workers), _seconds(texts, workers)
    return {"seconds": (all_of_them - few) * WARM / (WARM - 1)}


def _seconds(texts: list[str], workers: int) -> float:
    articles = [Article(key=str(number), text=text) for number, text in enumerate(texts)]
    start = time.perf_counter()
    count = sum(1 for _ in findings_on_ray(iter(articles), workers=workers))
    assert count == len(articles)
    return time.perf_counter() - start


def killed_pass(texts: list[str]) -> dict[str, float]:
    """How many articles are missing or other than on one machine after one of two workers was killed in the middle."""
    import ray

    articles = [Article(key=str(number), text=text) for number, text in enumerate(texts)]
    middle = str(len(articles) // 2)
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    with tempfile.TemporaryDirectory() as folder:
        died = Path(folder) / "died"

        class Mortal(ShardExtractor):
            def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
                if middle in batch["key"] and not died.exists():
                    died.touch()
                    os._exit(9)
                return super().__call__(batch)

        found = list(findings_on_ray(iter(articles), workers=2, extractor=Mortal))
        assert died.exists()
    here = list(findings_of(articles))
    same = sum(one == other for one, other in zip(found, here, strict=True))
    return {"lost": float(len(articles) - same)}
