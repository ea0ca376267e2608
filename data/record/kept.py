"""Answers computed once per record and question, shared by all readers, bounded in memory.

A record never changes, so that the answer of a pure function of it never does. Answers are neither pickled nor
copied: a frame is handed out as a view of its own, in which what a caller assigns is not seen by others.
They go with the record, or when there is no more room for those asked for least lately; a record that is made of
another (``takes_room`` is false) stays, since its answers would go with it.
"""

from __future__ import annotations

import functools
import itertools
import os
import threading
import weakref
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd

PROCESSES_VARIABLE: Final = (
    "CASUALTY_PROCESSES"  # how many serve together; each has its part of the memory
)
USUAL_BYTES: Final = 2 * 2**30  # where the machine does not say how much memory it has
_LEAST_BYTES: Final = 200  # of a value without arrays
_LOOKED_AT: Final = 30
Answering = TypeVar("Answering", bound=Callable[..., Any])


def _most_bytes() -> int:
    """A quarter of the machine's memory: with less than an answer needs, each would push out the one before."""
    processes = int(os.environ.get(PROCESSES_VARIABLE, 1))
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 // processes
    except (AttributeError, ValueError, OSError):  # Windows
        return USUAL_BYTES // processes


class _Answer:
    """An answer that is there, or on its way."""

    def __init__(self) -> None:
        self.lock, self.there, self.value, self.bytes = threading.Lock(), False, None, 0


class Kept:
    """What was answered, least lately asked first."""

    def __init__(self, most_bytes: int = 0) -> None:
        """Keep so many bytes of answers at most; 0 is a quarter of the memory."""
        self.most_bytes = most_bytes or _most_bytes()
        self.bytes, self.asked, self.computed = 0, 0, 0
        self._answers: OrderedDict[tuple, _Answer] = OrderedDict()
        self._known: dict[tuple, Any] = {}
        self._lock = threading.RLock()
        self._records: dict[int, weakref.finalize] = {}
        self._gone: deque[int] = deque()

    def answer(self, record: object, question: Hashable, compute: Callable[[], Any]) -> Any:
        """What was answered to a question of a record; asked for the first time, it is computed, once."""
        key = (id(record), question)
        with self._lock:
            self._tidy()
            self.asked += 1
            self._follow(record)
            if key in self._known:
                return _view(self._known[key])
            one = self._answers.setdefault(key, _Answer())
            self._answers.move_to_end(key)
        with one.lock:  # who asks the same meanwhile waits for it
            if not one.there:
                one.value = compute()
                one.there, one.bytes = True, _bytes_of(one.value)
                self._count(one)
        return _view(one.value)

    def know(self, record: object, question: Hashable, value: Any) -> None:
        """Take an answer that is on the disk and mapped: it takes no room, and stays as long as its record."""
        with self._lock:
            self._tidy()
            self._follow(record)
            self._known[id(record), question] = value

    def _follow(self, record: object) -> None:
        if id(record) not in self._records:
            self._records[id(record)] = weakref.finalize(record, self._gone.append, id(record))

    def _count(self, one: _Answer) -> None:
        with self._lock:
            self._tidy()
            self.computed += 1
            self.bytes += one.bytes
            if self.bytes <= self.most_bytes:
                return
            for key, other in list(self._answers.items()):
                if self.bytes <= self.most_bytes:
                    break
                if other.there and other.bytes and other is not one:
                    self.bytes -= other.bytes
                    del self._answers[key]

    def _tidy(self) -> None:
        """Answers of records that are gone go too: here, since a record may go in the middle of anything."""
        while self._gone:
            record = self._gone.popleft()
            self._records.pop(record, None)
            for key in [key for key in self._answers if key[0] == record]:
                self.bytes -= self._answers.pop(key).bytes
            for key in [key for key in self._known if key[0] == record]:
                del self._known[key]


KEPT: Final = Kept()


def kept(function: Answering) -> Answering:
    """Keep the answers of a pure function whose first argument is a record and whose others are hashable, or lists."""

    def question(*given: Any, **named: Any) -> Hashable:
        return (function, _plain(given), *((name, _plain(named[name])) for name in sorted(named)))

    @functools.wraps(function)
    def ask(record: object, *given: Any, **named: Any) -> Any:
        asked = question(*given, **named)
        return KEPT.answer(record, asked, lambda: function(record, *given, **named))

    ask.question = question  # type: ignore[attr-defined]
    return ask  # type: ignore[return-value]


def _plain(value: Any) -> Any:
    return tuple(map(_plain, value)) if isinstance(value, (list, tuple)) else value


def _view(value: Any) -> Any:
    """The answer as its own to whoever asked: nothing is copied before it is changed."""
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.copy(deep=False)
    if isinstance(value, (list, dict)):
        return value.copy()
    return value


def _bytes_of(value: Any) -> int:
    """About how much memory an answer holds; none, where other answers hang on it and it must stay."""
    if not getattr(value, "takes_room", True):
        return 0
    if isinstance(value, np.ndarray):
        return _LEAST_BYTES + (
            0 if 0 in value.strides else value.nbytes
        )  # one value told many times
    if isinstance(value, pd.DataFrame):
        return _LEAST_BYTES + int(value.memory_usage().sum())
    if isinstance(value, (pd.Series, pd.Index)):
        return _LEAST_BYTES + int(value.memory_usage())
    if isinstance(value, dict):
        return _bytes_of(list(value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):  # of many, the first tells of the others
        some = list(itertools.islice(value, _LOOKED_AT))
        return _LEAST_BYTES + sum(map(_bytes_of, some)) * max(len(value), 1) // max(len(some), 1)
    if is_dataclass(value):
        return _LEAST_BYTES + sum(_bytes_of(getattr(value, one.name)) for one in fields(value))
    return _LEAST_BYTES
