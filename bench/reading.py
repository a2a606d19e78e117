"""How reading does on texts that are at hand but not shipped: encodings told, lines left out, speed.

    python bench/reading.py GOLD.jsonl [GOLD.jsonl…]

Each line is an object with "text" and, for the seeds, "boilerplate" (lines of the text that are furniture).
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from glossary.model import GlossaryError
from glossary.read.encoding import decode
from glossary.read.plain import read_plain

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "cp1252", "iso-8859-15", "mac_roman", "cp850")


def main(paths: list[str]) -> None:
    texts = [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines()]
    for encoding in ENCODINGS:
        print(encoding, dict(Counter(told(row["text"], encoding) for row in texts)))
    started = time.process_time()
    articles = [read_plain(str(row["id"]), row["text"]) for row in texts]
    seconds = time.process_time() - started
    words = sum(len(row["text"].split()) for row in texts)
    left = sum(len(line.split()) for article in articles for line in article.dropped)
    print(f"{words} words read, {words / seconds:.0f} words a CPU second, {left} words left out")
    for row, article in zip(texts, articles, strict=True):
        inside = [line.strip() for line in row["text"].split("\n") if line.strip() in row.get("boilerplate", ())]
        kept = [line for line in inside if line in article.text.split("\n")]
        if inside or article.dropped:
            others = [line[:70] for line in article.dropped if line not in inside]
            print(f"{row['id']}: {len(inside)} lines of furniture, {len(kept)} kept; left out besides: {others}")


def told(text: str, encoding: str) -> str:
    """Whether a text comes back from its bytes: right, wrong or refused."""
    raw = text.encode(encoding, "ignore")
    try:
        return "right" if decode(raw)[0] == raw.decode(encoding) else "wrong"
    except GlossaryError:
        return "refused"


if __name__ == "__main__":
    main(sys.argv[1:])
