"""Answers kept in memory under a name that changes with whatever they were taken from, so that none is ever old."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

MOST = 256
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()
Answer = TypeVar("Answer")


def kept(name: Hashable | None, make: Callable[[], Answer]) -> Answer:
    """The answer of that name, made when it is not there; of no name, made each time. It must not be changed.

    The least asked for goes when there are too many. Two threads may make the same one at once; both are right.
    """
    if name is None:
        return make()
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return cast(Answer, _kept[name])
    made = make()
    with _lock:
        _kept[name] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
