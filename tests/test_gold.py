"""The project's own gold set: its spans are exact, and what is found in it stays above the floors."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from gold.score import Figures, Row, judge, read_rows, tabulate

from glossary.cli import main
from glossary.model import GLOSS_KINDS

FOLDER = Path(__file__).parent / "gold"
FLOORS: dict[str, float] = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8"))
OPEN = ("CC BY", "CC BY-SA", "Licence Ouverte", "Apache", "Domaine public")
GOLD: dict[str, Row] = {key: row for path in sorted(FOLDER.glob("*.jsonl")) for key, row in read_rows(path).items()}


@pytest.fixture(scope="module")
def reached() -> dict[str, Figures]:
    """What ``glossary extract -`` reaches on every text of the folder."""
    texts = "".join(json.dumps({"id": key, "text": row["text"]}) + "\n" for key, row in GOLD.items())
    done = CliRunner().invoke(main, ["extract", "-"], input=texts, catch_exceptions=False)
    founds = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert founds.keys() == GOLD.keys()
    return tabulate(verdict for key, row in GOLD.items() for verdict in judge(row, founds[key]))


@pytest.mark.parametrize("row", FLOORS)
def test_no_figure_falls_below_its_floor(row: str, reached: dict[str, Figures]) -> None:
    assert reached[row].f1 >= FLOORS[row], f"{row}: see python bench/gold.py --own --errors"


def test_the_set_is_large_enough_and_ids_are_unique() -> None:
    assert len(GOLD) >= 235
    assert len(GOLD) == sum(len(read_rows(path)) for path in FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("key", GOLD)
def test_annotation_is_sound(key: str) -> None:
    row = GOLD[key]
    text = row["text"]
    assert row["source"]
    assert row["license"].startswith(OPEN)
    for word in row["loanwords"]:
        assert text[word["start"] : word["end"]] == word["text"]
        assert word["lang"].islower()
        assert word["text"] == word["text"].strip(" «»\"'()")
    for gloss in row["glosses"]:
        assert text[gloss["term_start"] : gloss["term_end"]] == gloss["term"]
        assert text[gloss["gloss_start"] : gloss["gloss_end"]] == gloss["gloss"]
        assert gloss["kind"] in GLOSS_KINDS


def test_the_scorer_counts_a_near_miss_as_match_but_not_as_strict() -> None:
    gold = GOLD["gsd-0001"]
    [translation, _] = gold["glosses"]
    near = {**translation, "gloss_end": translation["gloss_end"] - len(" paresseux")}
    table = tabulate(judge(gold, {"glosses": [near]}))
    assert (table["gloss match"].hits, table["gloss match"].misses) == (1, 1)
    assert (table["gloss strict"].hits, table["gloss strict"].alarms) == (0, 1)
    table = tabulate(judge(gold, {"glosses": [translation], "loanwords": [{"start": 2, "end": 12}]}))
    assert table["gloss strict"].hits == table["loanword exact"].hits == 1
