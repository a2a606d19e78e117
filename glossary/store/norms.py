"""The norms of all candidates as they are kept: whole columns of text, of which few norms are ever looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

Text = bytes | memoryview
_BETWEEN = 0  # the byte between two norms
_FEW = 20  # of so many norms one is looked up by itself; it costs as much as to read these


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

    def text(self, places: NDArray[np.int64]) -> bytes:
        """Those in these places, in their order, joined."""
        many = len(places) * _FEW > self._length
        every = list(self) if many else self
        return "\0".join([every[place] for place in places.tolist()]).encode()

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
