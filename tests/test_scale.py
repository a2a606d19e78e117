"""The engine finds what one machine finds, and loses nothing when workers die. Needs the extra "scale"."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from glossary.findings import findings_of
from glossary.model import Article, GlossaryError, Skipped
from glossary.scale import ShardExtractor, findings_on_ray, write_shards

TEXTS = [
    "La Russie a établi une tête de pont militaire dans l'ouest de la Syrie.",
    "On utilise le terme anglais de « deconfliction », qui peut se traduire par l'échange d'informations.",
    "Le réglage de la vitesse de l'éolienne dépend du vent.",
]
ARTICLES = [Article(key=f"essai-{number}", text=text, notes=("note",)) for number, text in enumerate(TEXTS * 4)]


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    ray = pytest.importorskip("ray", reason="the extra scale is not installed")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    yield ray
    ray.shutdown()


def test_shards_hold_the_articles_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra scale is not installed")
    monkeypatch.setattr("glossary.scale.SHARD_WORDS", 30)
    assert write_shards(ARTICLES, tmp_path) == [article.key for article in ARTICLES]
    assert len(list(tmp_path.glob("*.parquet"))) > 2
    assert parquet.read_table(tmp_path)["text"].to_pylist() == [article.text for article in ARTICLES]


def test_workers_that_die_lose_nothing(ray: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker is killed once, in the middle; one article kills every worker that takes it."""
    monkeypatch.setattr("glossary.scale.SHARD_WORDS", 30)
    died_once = tmp_path / "died-once"

    class Mortal(ShardExtractor):
        def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
            if "essai-7" in batch["key"] and not died_once.exists():
                died_once.touch()
                os._exit(9)
            if "essai-4" in batch["key"]:
                os._exit(9)
            return super().__call__(batch)

    found = list(findings_on_ray(iter(ARTICLES), workers=2, extractor=Mortal))
    here = list(findings_of(ARTICLES))
    assert died_once.exists()
    assert [article for article, _ in found] == ARTICLES
    assert [what for a, what in found if a.key != "essai-4"] == [what for a, what in here if a.key != "essai-4"]
    [lost] = [what for a, what in found if a.key == "essai-4"]
    assert isinstance(lost, Skipped)
    assert "killed the worker" in lost.reason


def test_an_article_comes_back_as_it_was_given(ray: Any) -> None:
    given = [
        Article(key=str(n), text=text, title="Titre" if n % 2 else None, dropped=("menu", "pied")[: n % 3])
        for n, text in enumerate(TEXTS * 2)
    ]
    assert list(findings_on_ray(iter(given), workers=2)) == list(findings_of(given))


def test_a_folder_of_shards_that_is_in_use_is_refused(ray: Any, tmp_path: Path) -> None:
    (tmp_path / "000000.parquet").touch()
    with pytest.raises(GlossaryError, match="not empty"):
        list(findings_on_ray(ARTICLES, shards=tmp_path))
