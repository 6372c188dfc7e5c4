"""Whether a record read from a file has the types that report.py declares, and where it has not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from annotations.formats.faults import fault
from extraction.report import Report

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SCALARS = {
    str: lambda value: type(value) is str and broken_at(value) is None,
    bool: lambda value: type(value) is bool,
    int: lambda value: type(value) is int,  # True is no number here
    float: lambda value: type(value) in (int, float),
    type(None): lambda value: value is None,
}


def check_shape(report: Report, place: str) -> None:
    """Refuse a report whose fields hold other types than declared. Raises FormatFault."""
    if not _test(Report)(report):
        path, value, expected = _misfit(report, Report, "")
        raise fault("type", place, path=path, found=f"{value!r:.40}", expected=expected)


@cache
def _test(hint: Any) -> Callable[[Any], bool]:
    """The test of a type. (A report has some thousand values: so each type is looked into once.)"""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if origin is Literal:
        return lambda value: type(value) is str and value in inner
    if origin in (Union, UnionType):
        tests = [_test(each) for each in inner]
        return lambda value: any(test(value) for test in tests)
    if origin is tuple:
        each, length = _test(inner[0]), None if inner[-1] is ... else len(inner)
        return lambda value: type(value) is tuple and length in (None, len(value)) and all(map(each, value))
    if origin is Mapping:
        key, of = _test(str), _test(inner[1])
        return lambda value: (
            isinstance(value, Mapping) and all(map(key, value)) and all(map(of, value.values()))
        )
    fields = [(name, _test(of)) for name, of in _hints(hint).items()]
    return lambda value: isinstance(value, hint) and all(test(getattr(value, name)) for name, test in fields)


def _misfit(value: Any, hint: Any, path: str) -> tuple[str, Any, str]:
    """The innermost place that does not fit, what is there, and the type that belongs there."""
    for step, part, of in _inside(value, hint):
        if not _test(of)(part):
            return _misfit(part, of, path + step)
    name = hint.__name__ if isinstance(hint, type) else str(hint)
    return path.removeprefix("."), value, re.sub(r"(\w+\.)+", "", name)


def _inside(value: Any, hint: Any) -> Iterator[tuple[str, Any, Any]]:
    """What is inside a value: the step to it, itself, and its type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(value, tuple):
        yield from ((f"[{i}]", each, inner[0]) for i, each in enumerate(value))
    elif origin is Mapping and isinstance(value, Mapping):
        yield from ((" key", key, str) for key in value)
        yield from ((f".{key}", each, inner[1]) for key, each in value.items())
    elif isinstance(hint, type) and hint not in _SCALARS and isinstance(value, hint):
        yield from ((f".{name}", getattr(value, name), of) for name, of in _hints(hint).items())


def broken_at(text: str) -> int | None:
    """Where the text holds half a surrogate pair, which UTF-8 cannot hold; None where it is whole."""
    found = None if text.isascii() else _SURROGATE.search(text)
    return found.start() if found else None


@cache
def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of)
