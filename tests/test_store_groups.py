"""A group of near-duplicates that one more joins, changes or leaves: only what is other is written."""

from __future__ import annotations

import random
import shutil
from array import array
from pathlib import Path

import pytest
from store_pool import SENTENCES, find, write_article
from test_store_machine import exported

from glossary.store import articles, duplicates, update
from glossary.store.build import build
from glossary.store.connect import scratch
from glossary.store.duplicates import SKETCH, all_groups, groups
from glossary.store.project import Project

COPIES = 8


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_group_that_changes_is_as_built_from_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_alone: list[int] = []
    changed_rows = update.changed_rows

    def spy(*given: object) -> update.GroupRows:
        found = changed_rows(*given)  # type: ignore[arg-type]
        left_alone.append(len(found.others))
        return found

    monkeypatch.setattr(update, "changed_rows", spy)
    chance = random.Random(seed)
    project, other = Project.at(tmp_path / "a"), Project.at(tmp_path / "b")
    project.articles.mkdir(parents=True)
    whole = list(range(12))
    for step in range(3 * COPIES):
        name = f"copie{chance.randrange(COPIES)}"
        path = project.articles / f"{name}.txt"
        if path.exists() and chance.random() < 0.4 and len(list(project.articles.iterdir())) > 1:
            path.unlink()
        else:
            own = [n for n in whole if n != step % 12] + [chance.randrange(12, len(SENTENCES))]
            write_article(project, name, own, chance.choice([None, "2015-10-13", "2016-01-02", "2017-05-01"]))
        build(project, [project.articles], find)
        if step % 4 == 3:
            shutil.rmtree(other.root, ignore_errors=True)
            shutil.copytree(project.articles, other.articles)
            build(other, [other.articles], find)
            assert exported(project.database) == exported(other.database)
    assert max(left_alone) > 1, "no member of a group was left alone"


@pytest.mark.parametrize("common", [0, 4, 9, 30])
def test_articles_one_by_one_are_grouped_as_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    """Whatever the number of hashes that every article has, and of those that each has of the one before it."""
    monkeypatch.setattr(duplicates, "_MANY", 20)
    chance = random.Random(common)
    sketches: dict[int, array[int]] = {}
    last: list[int] = []
    for number in range(1, 101):
        kept = chance.sample(last, min(len(last), chance.randrange(14)))
        own = chance.sample(range(1000, 10**6), SKETCH - common - len(kept))
        last = [*kept, *own]
        sketches[number] = array("q", sorted((*range(common), *last)))
    with scratch(tmp_path / "new.db") as db:
        articles._save_sketches(db, sketches)
        one_by_one = groups(db, sketches)
    assert [group for group in one_by_one if len(group) > 1] == sorted(all_groups(sketches), key=min)
    assert len(one_by_one) == 1 or common < 10
    assert len(one_by_one) < len(sketches)
