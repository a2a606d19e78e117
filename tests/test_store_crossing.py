"""Under a cut that half of all candidates cross whenever an article comes or goes: still as built from nothing."""

from __future__ import annotations

import random
import shutil
import sqlite3
import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from store_pool import SENTENCES, find, write_article
from test_store_machine import exported

from glossary.store import candidates, update
from glossary.store.build import build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.project import Project


def restless(
    norms: Sequence[str], counts: NDArray[np.int64], *rest: object
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A ranking that, like the real one, depends on nothing but the corpus, and keeps others in each."""
    corpus = int(counts.sum())
    scores = np.array([zlib.crc32(f"{norm} {corpus}".encode()) / 2**32 for norm in norms])
    return scores, scores > 0.5


@pytest.mark.parametrize("seed", [1, 2])
def test_candidates_that_cross_leave_what_a_build_from_nothing_makes(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "rank", restless)
    crossed: list[int] = []
    joined: list[int] = []
    rows_of_crossed = update._crossed_rows

    def spy(*given: object) -> update.GroupRows:
        found = rows_of_crossed(*given)  # type: ignore[arg-type]
        crossed.append(len(found.members))
        return found

    monkeypatch.setattr(update, "_crossed_rows", spy)
    chance = random.Random(seed)
    project, other = Project.at(tmp_path / "a"), Project.at(tmp_path / "b")
    project.articles.mkdir(parents=True)
    order = chance.sample(range(len(SENTENCES)), len(SENTENCES))
    for number, sentence in enumerate(order):  # one each: articles with a sentence in common are near-duplicates
        write_article(project, f"article{sentence}", [sentence], chance.choice([None, "2015-10-13", "2016-01-02"]))
        if number < 4:
            write_article(project, f"copie{sentence}", [sentence], "2017-01-01")
        if number == 9:
            (project.articles / f"article{order[5]}.txt").unlink()
        build(project, [project.articles], find)
        if number == 6:
            merge = dated(Decision("merge", "coalition international", "frappe aérien"))
            append_decisions(project.decisions, [merge])
            assert decide(project) is not None
        if number % 4 == 3:
            shutil.rmtree(other.root, ignore_errors=True)
            shutil.copytree(project.articles, other.articles)
            if project.decisions.exists():
                shutil.copy(project.decisions, other.decisions)
            build(other, [other.articles], find)
            assert exported(project.database) == exported(other.database)
            with closing(sqlite3.connect(project.database)) as db:
                joined.append(db.execute("SELECT count(*) FROM aliases JOIN joins USING (norm)").fetchone()[0])
    assert crossed.count(1) > 5, "the way that is tested here was not taken"
    assert max(crossed) > 1, "no group of near-duplicates was compared"
    assert len(set(joined)) > 1, "no variants were joined, or they always were"
