"""Print how well loanwords and glosses are found: on ../shared/gold where it exists, else on tests/gold.

``--own`` takes tests/gold in any case; ``--floors`` then writes tests/gold/floors.toml anew, three points under
what is reached now, or two finds where a row is so small that one find is more (do so only after an improvement:
the diff shows what rose and what fell).
``--errors`` lists what was missed and what was found wrongly.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "gold"
SHARED = ROOT.parent / "shared" / "gold"
sys.path.insert(0, str(OWN))

import score  # noqa: E402

from glossary.cli import main  # noqa: E402

MARGIN = 0.03
FINDS = 2


def find_all(paths: list[Path]) -> tuple[dict[str, score.Row], dict[str, score.Row], float]:
    """The annotated texts, what ``glossary extract -`` finds in them, and the seconds that it took."""
    golds = {key: row for path in paths for key, row in score.read_rows(path).items()}
    texts = "".join(
        json.dumps({"id": key, "text": row["text"]}, ensure_ascii=False) + "\n" for key, row in golds.items()
    )
    start = time.perf_counter()
    done = CliRunner().invoke(main, ["extract", "-"], input=texts, catch_exceptions=False)
    founds = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    return golds, founds, time.perf_counter() - start


def write_floors(golds: dict[str, score.Row], founds: dict[str, score.Row]) -> None:
    """F1 less the margin, for each row that reaches anything."""

    def margin(figures: score.Figures) -> float:
        return max(MARGIN, FINDS / (figures.hits + figures.misses))

    table = score.tabulate(verdict for key, gold in golds.items() for verdict in score.judge(gold, founds.get(key, {})))
    lines = [
        "# F1 on the texts of this folder that no change may fall below, three points (or two finds) under what was",
        "# reached when `python bench/gold.py --own --floors` wrote it. A lower number needs a reason in the commit.",
    ]
    rows = {row: f for row, f in table.items() if f.hits > FINDS and row != "gloss proper"}
    lines += [f'"{row}" = {f.f1 - margin(f):.3f}' for row, f in rows.items()]
    (OWN / "floors.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def show_errors(golds: dict[str, score.Row], founds: dict[str, score.Row]) -> None:
    for key, gold in golds.items():
        for verdict in score.judge(gold, founds.get(key, {})):
            if verdict.outcome != score.HIT and verdict.note and verdict.row in {"loanword exact", "gloss match"}:
                print(f"{verdict.row} {verdict.outcome}  {verdict.note}")


if __name__ == "__main__":
    own = sorted(OWN.glob("*.jsonl"))
    sets = {"tests/gold": own}
    if SHARED.is_dir() and "--own" not in sys.argv:
        sets = {f"shared/gold/{name}": [SHARED / name / "dev.jsonl"] for name in ("passages", "articles")}
    for name, paths in sets.items():
        golds, founds, seconds = find_all(paths)
        print(f"{name}: {len(golds)} texts, {seconds:.0f} s")
        print(score.show_table(golds, founds), end="\n\n")
        if "--errors" in sys.argv:
            show_errors(golds, founds)
        if "--floors" in sys.argv and paths is own:
            write_floors(golds, founds)
