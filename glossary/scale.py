"""Past one machine: the same extraction mapped over Parquet shards by Ray Data, on local workers or a cluster.

Ray Data has an actor a worker that loads the model once, restarts a worker that dies and runs its task again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from glossary.findings import Extractor, Found, pack, unpack
from glossary.model import Article, Findings, GlossaryError, Skipped

SHARD_WORDS = 50_000  # words a Parquet file: some ten seconds of a worker, so that a lost one costs little
TRIES = 2  # how often an article may lose its worker, once its batch has lost one and it is tried alone
_NONE = ("", Skipped("", "was lost by the engine (its log says why); left out, build again", passing=True))
_COLUMNS = tuple(field.name for field in fields(Article))


def findings_on_ray(
    articles: Iterable[Article],
    address: str | None = None,
    workers: int | None = None,
    shards: Path | None = None,
    extractor: type[ShardExtractor] | None = None,
) -> Iterator[Found]:
    """Each article with its Findings, or Skipped, in the order given: what ``findings_of`` gives on one machine.

    ``address`` is that of a running cluster ("ray://host:10001", "auto"), none starts one on this machine with
    ``workers`` workers. ``shards`` is a folder that every worker sees, where the Parquet files are written; none
    takes a temporary one, for workers of this machine. Raises GlossaryError without the extra or the cluster.
    """
    extractor = extractor or ShardExtractor
    with _cluster(address, workers) as ray, _folder(shards) as folder:
        if not write_shards(articles, folder):
            return
        found = _map_shards(ray, folder, workers, extractor)
        key, what = next(found, _NONE)
        for article in _stored(folder):
            if article.key == key:
                yield article, what
                key, what = next(found, _NONE)
            else:
                yield article, replace(_NONE[1], key=article.key)


def write_shards(articles: Iterable[Article], folder: Path) -> list[str]:
    """Write the articles to Parquet files of some SHARD_WORDS words each; gives their keys, in order."""
    keys: list[str] = []
    shard: list[Article] = []
    words = number = 0
    for article in articles:
        keys.append(article.key)
        shard.append(article)
        words += article.words
        if words >= SHARD_WORDS:
            _write_shard(shard, folder / f"{number:06d}.parquet")
            shard, words, number = [], 0, number + 1
    if shard:
        _write_shard(shard, folder / f"{number:06d}.parquet")
    return keys


def _write_shard(articles: list[Article], path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    columns = {name: [_plain(getattr(article, name)) for article in articles] for name in _COLUMNS}
    schema = pyarrow.schema(
        [(name, pyarrow.list_(pyarrow.string()) if name in _LISTS else pyarrow.string()) for name in _COLUMNS]
    )
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), path)


def _read_shard(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What a worker needs of a shard's articles: no more is sent about, for Ray makes NaN of a title that is None."""
    import pyarrow.parquet

    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(row["path"], columns=["key", "text"]).to_pylist()
    return rows


def _stored(folder: Path) -> Iterator[Article]:
    """The articles of the shards, in order."""
    import pyarrow.parquet

    for path in sorted(folder.glob("*.parquet")):
        for row in pyarrow.parquet.read_table(path).to_pylist():
            values: dict[str, Any] = {name: tuple(row[name]) if name in _LISTS else row[name] for name in _COLUMNS}
            yield Article(**values)


_LISTS = {"dropped", "notes"}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


class ShardExtractor:
    """What an actor runs: loads the model once, then batch after batch."""

    def __init__(self) -> None:
        self._find = Extractor()

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Ray's columns "key" and "text" in, "key" and "found" (packed Findings) or "reason" out."""
        articles = [
            Article(key=str(key), text=str(text)) for key, text in zip(batch["key"], batch["text"], strict=True)
        ]
        found = [what for _, what in self._find(articles)]
        return {
            "key": [article.key for article in articles],
            "found": [b"" if isinstance(what, Skipped) else pack(what) for what in found],
            "reason": [what.reason if isinstance(what, Skipped) else "" for what in found],
        }


class _Warily:
    """Extracts batches and keeps account, in a folder that every worker sees, of those that are being worked on.

    A worker that dies is restarted and given its batch again. Then its articles are taken one by one, and one that has
    taken TRIES workers with it is set aside: a killer costs three starts, whatever the size of its shard.
    """

    def __init__(self, extractor: type[ShardExtractor], account: str) -> None:
        self._extract = extractor()
        self._account = Path(account)

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        mark = self._mark("batch", batch["key"][0])
        if not mark.exists():
            return self._watched(mark, batch)
        pairs = zip(batch["key"], batch["text"], strict=True)
        parts = [self._alone({"key": [key], "text": [text]}) for key, text in pairs]
        mark.unlink(missing_ok=True)
        return {name: [value for part in parts for value in part[name]] for name in parts[0]}

    def _alone(self, one: dict[str, list[Any]]) -> dict[str, list[Any]]:
        mark = self._mark("article", one["key"][0])
        if mark.exists() and mark.stat().st_size >= TRIES:
            reason = "killed the worker that analysed it (out of memory?); left out"
            return {"key": one["key"], "found": [b""], "reason": [reason]}
        return self._watched(mark, one)

    def _watched(self, mark: Path, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        with mark.open("ab") as file:
            file.write(b".")
        out = self._extract(batch)
        mark.unlink(missing_ok=True)
        return out

    def _mark(self, kind: str, key: str) -> Path:
        return self._account / f"{kind}-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _map_shards(
    ray: Any, folder: Path, workers: int | None, extractor: type[ShardExtractor]
) -> Iterator[tuple[str, Findings | Skipped]]:
    """The key of each article with its Findings, or Skipped, in order; those of a block that Ray loses are missing."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    context.max_errored_blocks = -1  # a block that is lost whatever Ray does: the others go on
    # One CPU is left to the tasks that read the shards: with all of them taken by actors nothing would start.
    cpus = int(ray.cluster_resources().get("CPU", 2))
    compute = ray.data.ActorPoolStrategy(size=workers or max(1, cpus - 1))
    # A block a shard: read_parquet makes one block of them all where they are small, and one worker does everything.
    shards = [{"path": str(path)} for path in sorted(folder.glob("*.parquet"))]
    blocks = ray.data.from_items(shards, override_num_blocks=len(shards)).flat_map(_read_shard)
    account = folder / "account"
    account.mkdir()
    # Ray restarts an actor that dies, and runs its task again, without end; it is _Warily that ends it.
    found = blocks.map_batches(
        _Warily, batch_size=16, compute=compute, fn_constructor_args=(extractor, str(account.absolute()))
    )
    for row in found.iter_rows():
        yield row["key"], Skipped(row["key"], row["reason"]) if row["reason"] else unpack(row["found"])


def _local_workers(workers: int | None) -> int:
    return workers or os.cpu_count() or 1


@contextmanager
def _cluster(address: str | None, workers: int | None) -> Iterator[Any]:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise GlossaryError(f"the engine needs Ray ({error}). Install it: pip install 'glossary-fr[scale]'") from error
    started = not ray.is_initialized()
    if started:
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        options |= (
            {"address": address} if address else {"num_cpus": _local_workers(workers) + 1, "include_dashboard": False}
        )
        try:
            ray.init(**options)
        except (ConnectionError, RuntimeError, ValueError) as error:
            where = address or "this machine"
            raise GlossaryError(f"no Ray cluster answers at {where}: {error}. Check --address") from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield ray
    finally:
        if started:
            ray.shutdown()


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is None:
        with tempfile.TemporaryDirectory(prefix="glossary-shards-") as made:
            yield Path(made)
        return
    if given.exists() and any(given.iterdir()):
        raise GlossaryError(f"{given}: the folder for the shards is not empty; name a new one")
    given.mkdir(parents=True, exist_ok=True)
    yield given
