"""Rows that a second process makes: the same database, also when it dies in the middle."""

from __future__ import annotations

import marshal
import os
import random
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from store_pool import SENTENCES, find, write_article
from test_store_machine import exported

from glossary.store import ahead
from glossary.store.build import build
from glossary.store.project import Project


@pytest.fixture
def articles(tmp_path: Path) -> Project:
    chance = random.Random(5)
    project = Project.at(tmp_path / "one")
    project.articles.mkdir(parents=True)
    for number in range(2 * len(SENTENCES)):  # two of each, so that there are groups of more than one
        date = chance.choice([None, "2015-10-13", "2016-01-02"])
        write_article(project, f"a{number}", [number % len(SENTENCES)], date)
    return project


def built(project: Project, name: str) -> object:
    other = Project.at(project.root.parent / name)
    other.articles.parent.mkdir(parents=True)
    project.articles.rename(other.articles)
    try:
        build(other, [other.articles], find)
    finally:
        other.articles.rename(project.articles)
    return exported(other.database)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied by fork")
@pytest.mark.parametrize(
    ("dies_after", "kept"),
    [
        pytest.param(None, 0, id="the other makes all"),
        pytest.param(None, 1, id="by turns"),
        pytest.param(0, 0, id="the other dies at once"),
        pytest.param(2, 0, id="the other dies in the middle"),
    ],
)
def test_a_second_process_changes_nothing(
    articles: Project, monkeypatch: pytest.MonkeyPatch, dies_after: int | None, kept: int
) -> None:
    received: list[object] = []
    receive, dumps, sent = ahead._receive, marshal.dumps, []

    def spy(pipe: Connection) -> object:
        received.append(came := receive(pipe))
        return came

    def dying(value: object) -> bytes:
        sent.append(value)
        if dies_after is not None and len(sent) > dies_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return dumps(value)

    alone = built(articles, "alone")
    monkeypatch.setattr(ahead, "FEW", 1)
    monkeypatch.setattr(ahead, "_BATCH", 2)
    monkeypatch.setattr(ahead, "_KEPT", kept)  # with none, this process waits for the other instead of working
    monkeypatch.setattr(ahead, "_can_fork", lambda: True)
    monkeypatch.setattr(ahead, "_receive", spy)
    monkeypatch.setattr(ahead, "_dumps", dying)
    assert built(articles, "with another") == alone
    if dies_after is not None:
        assert (
            len([each for each in received if each]) <= 2 * dies_after
        )  # the one that counts and the one that makes rows
    elif kept == 0:
        assert received
        assert all(received)
