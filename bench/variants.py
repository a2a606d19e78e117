"""The joins that the program makes in a folder of articles, for reading: python bench/variants.py FOLDER…

Prints every join with its kind and how often both forms occur (a form under the cut of the ranking has no star), then
how many there are of each kind. The glossary is built in --project, whose cache makes a second run quick.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from glossary.findings import findings_of
from glossary.read import find_articles
from glossary.store.build import Options, build
from glossary.store.project import Project

_JOINS = """
SELECT j.kind, j.norm, n.counts, n.anchors, n.published, j.variant_of, o.counts, o.anchors, o.published
FROM joins j JOIN candidates n ON n.norm = j.norm JOIN candidates o ON o.norm = j.variant_of ORDER BY 1, 6, 2
"""


def main() -> None:
    """Build, and print the joins."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--project", type=Path, help="where the glossary is built and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Project.at(options.project or Path(folder))
        started = time.process_time()
        build(project, find_articles([path.resolve() for path in options.folders]), findings_of, Options(full=False))
        print(f"built in {time.process_time() - started:.0f} s of CPU")
        with closing(sqlite3.connect(project.database)) as db:
            _print(db)


def _print(db: sqlite3.Connection) -> None:
    kinds: Counter[str] = Counter()
    for kind, norm, counts, anchors, kept, of, *whole in db.execute(_JOINS):
        kinds[kind] += 1
        print(f"{kind:12} {_shown(norm, counts, anchors, kept)} → {_shown(of, *whole)}")
    (terms,) = db.execute("SELECT count(*) FROM terms").fetchone()
    print(f"{terms} terms; joins: {', '.join(f'{n} {kind}' for kind, n in kinds.most_common()) or 'none'}")


def _shown(norm: str, counts: bytes, anchors: int, kept: int) -> str:
    return f"{norm}{'*' if kept else ''} ({max(int.from_bytes(counts[:4], 'little'), anchors)})"


if __name__ == "__main__":
    main()
