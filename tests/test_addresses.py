"""An address that a term once had leads to where the term is now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from store_pool import find, write_article

from glossary.publish.server import make_site
from glossary.store.build import Options, build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.project import Project

Get = Callable[[str], httpx.Response]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.at(tmp_path)
    made.articles.mkdir(parents=True)
    write_article(made, "alpha", range(12), "2015-10-13")
    build(made, [made.articles], find)
    return made


@pytest.fixture
def get(project: Project) -> Get:
    site = make_site(project.database)
    loop = asyncio.new_event_loop()
    return lambda address: loop.run_until_complete(site.client.get(address))


def take(project: Project, *actions: str) -> list[Decision]:
    """Decide, one after the other; « merge: one > other »."""
    taken = []
    for action in actions:
        verb, _, rest = action.partition(": ")
        term, _, detail = rest.partition(" > ")
        taken.append(dated(Decision(verb, term, detail or None)))
    append_decisions(project.decisions, taken)
    assert decide(project) is not None
    return taken


CASES = [
    (["merge: OMS > EI"], "/terme/OMS", "/terme/EI"),
    (["merge: OMS > EI"], "/terme/OMS.json", "/terme/EI.json"),
    (["merge: OMS > EI"], "/terme/OMS?sort=left&page=2", "/terme/EI?sort=left&page=2"),
    (["merge: OMS > EI"], "/terme/oms", "/terme/EI"),
    (["merge: éolienne terrestre > EI"], "/terme/eolienne-terrestre", "/terme/EI"),
    (["merge: lanceur d'alerte > EI"], "/terme/lanceur-d-alerte", "/terme/EI"),
    (["merge: OMS > soft power", "merge: soft power > EI"], "/terme/OMS", "/terme/EI"),
    (["merge: OMS > EI", "rename: EI > organisation"], "/terme/OMS", "/terme/EI"),
    (["rename: EI > Daech"], "/terme/daech", "/terme/EI"),
    (["rename: EI > Daech", "rename: EI > État islamique"], "/terme/daech", "/terme/EI"),
    (["rename: EI > l'État islamique"], "/terme/l-etat-islamique", "/terme/EI"),
    ([], "/terme/coalition-internationale", "/terme/coalition-international"),
    ([], "/terme/ei", "/terme/EI"),
]


@pytest.mark.parametrize("full", [False, True], ids=["decided", "built anew"])
@pytest.mark.parametrize(("actions", "old", "new"), CASES)
def test_an_old_address_leads_to_the_new(
    project: Project, get: Get, actions: list[str], old: str, new: str, full: bool
) -> None:
    take(project, *actions)
    if full:
        build(project, [project.articles], find, Options(full=True))
    answer = get(old)
    assert (answer.status_code, answer.headers.get("location")) == (302, new)
    assert get(new).status_code == 200


def test_a_renamed_term_keeps_its_address(project: Project, get: Get) -> None:
    take(project, "rename: EI > Daech")
    assert get("/terme/EI").status_code == 200
    assert "Daech" in get("/terme/EI").text


def test_a_merge_that_is_undone_gives_the_address_back(project: Project, get: Get) -> None:
    [merge] = take(project, "merge: OMS > EI")
    assert get("/terme/OMS").status_code == 302
    take(project, f"undo: OMS > {merge.id}")
    assert get("/terme/OMS").status_code == 200


def test_a_split_that_is_undone_leads_back(project: Project, get: Get) -> None:
    [split] = take(project, "split: coalition international > coalition internationale")
    assert get("/terme/coalition-internationale").status_code == 200
    take(project, f"undo: coalition international > {split.id}")
    assert get("/terme/coalition-internationale").headers["location"] == "/terme/coalition-international"


@pytest.mark.parametrize("address", ["/terme/inconnu", "/terme/inconnu.json", "/terme/---", "/terme/EI-00000000"])
def test_what_never_was_is_not_there(get: Get, address: str) -> None:
    assert get(address).status_code == 404
