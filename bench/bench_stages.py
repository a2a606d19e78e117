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
    from glossary.store.build import build
    from glossary.store.project import Project

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
        find = timed("finding", lambda articles: list(findings.findings_of(list(articles))))
        start = time.process_time()
        build(Project.at(root), [root / "articles.jsonl"], find)
        total = time.process_time() - start
    seconds["reading and storing"] = total - seconds["finding"]
    stages = ("spaCy", "loanwords", "abbreviations", "glosses", "terms")
    seconds["around them"] = seconds.pop("finding") - sum(seconds[stage] for stage in stages)
    return seconds
