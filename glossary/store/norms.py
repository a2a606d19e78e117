"""The norms of all candidates as they are kept: whole columns of text, of which few norms are ever looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

Text = bytes | memoryview
_BETWEEN = 0  # the byte between two norms


class Norms(Sequence[str]):
    """Norms one after the other, in parts; each is made a string when it is asked for."""

    def __init__(self, norms: Sequence[str] = ()) -> None:
        self._texts: list[Text] = []
        self._ends: list[NDArray[np.int64]] = []  # of each part: where its norms end
        self._firsts: list[int] = []  # the place of the first norm of each part
        self._length = 0
        self.add(norms)

    def add(self, norms: Sequence[str]) -> None:
        """Put these after the others."""
        self.add_text("\0".join(norms).encode(), len(norms))

    def add_text(self, text: Text, count: int) -> None:
        """The same of norms that are joined already; ValueError where they are not so many."""
        if not count:
            return
        ends = np.append(np.flatnonzero(np.frombuffer(text, np.uint8) == _BETWEEN), len(text))
        if len(ends) != count:
            raise ValueError("not so many norms")
        self._texts.append(text)
        self._ends.append(ends)
        self._firsts.append(self._length)
        self._length += count

    def pick(self, places: NDArray[np.int64]) -> list[str]:
        """Those in these places, in their order."""
        found = [""] * len(places)
        parts = np.searchsorted(self._firsts, places, side="right") - 1
        for number in np.unique(parts).tolist():
            there = np.flatnonzero(parts == number)
            rows, ends, text = places[there] - self._firsts[number], self._ends[number], bytes(self._texts[number])
            starts = np.where(rows > 0, ends[rows - 1] + 1, 0).tolist()
            for place, start, end in zip(there.tolist(), starts, ends[rows].tolist(), strict=True):
                found[place] = text[start:end].decode()
        return found

    def text(self, places: NDArray[np.int64]) -> bytes:
        """The same, joined."""
        return "\0".join(self.pick(places)).encode()

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self._length))]
        if not 0 <= place < self._length:
            raise IndexError(place)
        part = bisect_right(self._firsts, place) - 1
        row, ends = place - self._firsts[part], self._ends[part]
        start = int(ends[row - 1]) + 1 if row else 0
        return str(self._texts[part][start : int(ends[row])], "utf-8")

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        for text in self._texts:
            yield from str(text, "utf-8").split("\0")
