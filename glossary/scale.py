"""Past one machine: the same extraction mapped over Parquet shards by Ray Data, on local workers or a cluster.

Ray Data has an actor a worker that loads the model once, restarts a worker that dies and runs its task again.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from glossary.findings import Extractor, Found, pack, unpack
from glossary.model import Article, GlossaryError, Skipped

SHARD_WORDS = 50_000  # words a Parquet file: some ten seconds of a worker, so that a lost one costs little
TRIES = 3  # how often a batch may lose its worker before its articles are tried one by one
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
        keys = write_shards(articles, folder)
        if not keys:
            return
        awaited = iter(keys)
        for article, found in _map_shards(ray, folder, workers, extractor):
            for key in awaited:
                if key == article.key:
                    break
                yield _alone(ray, folder, key, extractor)
            yield article, found
        for key in awaited:
            yield _alone(ray, folder, key, extractor)


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
    import pyarrow.parquet

    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(row["path"]).to_pylist()
    return rows


_LISTS = {"dropped", "notes"}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _article(row: dict[str, Any]) -> Article:
    values: dict[str, Any] = {name: tuple(row[name]) if name in _LISTS else row[name] for name in _COLUMNS}
    return Article(**values)


class ShardExtractor:
    """What an actor runs: loads the model once, then batch after batch."""

    def __init__(self) -> None:
        self._find = Extractor()

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Ray's columns of articles in, the same and a column "found" (packed Findings) or "reason" out."""
        rows = [{name: batch[name][i] for name in _COLUMNS} for i in range(len(batch["key"]))]
        found = [what for _, what in self._find([_article(row) for row in rows])]
        out: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in _COLUMNS}
        out["found"] = [b"" if isinstance(what, Skipped) else pack(what) for what in found]
        out["reason"] = [what.reason if isinstance(what, Skipped) else "" for what in found]
        return out


def _map_shards(ray: Any, folder: Path, workers: int | None, extractor: type[ShardExtractor]) -> Iterator[Found]:
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    context.max_errored_blocks = -1  # a block whose worker dies again and again: its articles are tried alone
    # One CPU is left to the tasks that read the shards: with all of them taken by actors nothing would start.
    cpus = int(ray.cluster_resources().get("CPU", 2))
    compute = ray.data.ActorPoolStrategy(size=workers or max(1, cpus - 1))
    # A block a shard: read_parquet makes one block of them all where they are small, and one worker does everything.
    shards = [{"path": str(path)} for path in sorted(folder.glob("*.parquet"))]
    blocks = ray.data.from_items(shards, override_num_blocks=len(shards)).flat_map(_read_shard)
    found = blocks.map_batches(extractor, batch_size=16, compute=compute, max_restarts=-1, max_task_retries=TRIES)
    for row in found.iter_rows():
        article = _article(row)
        yield article, Skipped(article.key, row["reason"]) if row["reason"] else unpack(row["found"])


def _alone(ray: Any, folder: Path, key: str, extractor: type[ShardExtractor]) -> Found:
    """An article that did not come back, in a task of its own, which it may kill."""
    import pyarrow.parquet

    [row] = pyarrow.parquet.read_table(folder, filters=[("key", "==", key)]).to_pylist()
    task = ray.remote(max_retries=0)(_extract_alone)
    try:
        reason, packed = ray.get(task.remote(extractor, row))
    except ray.exceptions.RayError:
        reason, packed = "killed the worker that analysed it (out of memory?); left out", b""
    return _article(row), Skipped(key, reason) if reason else unpack(packed)


def _extract_alone(extractor: type[ShardExtractor], row: dict[str, Any]) -> tuple[str, bytes]:
    out = extractor()({name: [value] for name, value in row.items()})
    return out["reason"][0], out["found"][0]


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
