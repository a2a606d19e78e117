"""The seconds of a build by stage, on one process: what spaCy takes, and what is ours."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def stage_seconds(texts: list[str]) -> dict[str, float]:
    """Read, parse, extract, rank and store ``texts`` as ``glossary build`` does; CPU seconds a stage."""
    import glossary.extract as extract_stage
    from glossary import findings
    from glossary.parse import load_model
    from glossary.read import find_articles, read_articles
    from glossary.store import build as store

    load_model()
    seconds: dict[str, float] = {}

    def timed(stage: str, work: Callable[..., T]) -> Callable[..., T]:
        def run(*arguments: Any, **options: Any) -> T:
            start = time.process_time()
            try:
                return work(*arguments, **options)
            finally:
                seconds[stage] = seconds.get(stage, 0.0) + time.process_time() - start

        return run

    for name, stage in (
        ("find_loanwords", "loanwords"),
        ("keep_loanwords", "loanwords"),
        ("find_abbreviations", "abbreviations"),
        ("find_glosses", "glosses"),
        ("find_terms", "terms"),
    ):
        setattr(extract_stage, name, timed(stage, getattr(extract_stage, name)))
    parse = findings.parse
    findings.parse = lambda batch: iter(timed("spaCy", lambda: list(parse(batch)))())  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lines = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
        (root / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
        start = time.process_time()
        articles = timed("reading", lambda: list(read_articles(find_articles([root / "articles.jsonl"]), root)))()
        found = list(findings.findings_of(articles))
        timed("storing", store.build_database)(root / "glossary.db", found)
        total = time.process_time() - start
    seconds["the rest"] = total - sum(seconds.values())
    return seconds
