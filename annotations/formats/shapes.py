"""Whether a record read from a file has the types that report.py declares, and where it has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from annotations.formats.faults import fault
from extraction.report import Report


def check_shape(report: Report, place: str) -> None:
    """Refuse a report whose fields hold other types than declared. Raises FormatFault."""
    found = _misfit(report, Report, "")
    if found is not None:
        path, value, expected = found
        raise fault("type", place, path=path, found=f"{value!r:.40}", expected=expected)


def _misfit(value: Any, hint: Any, path: str) -> tuple[str, Any, str] | None:
    """The first place that does not fit, what is there, and the type that belongs there."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        fits = any(_misfit(value, each, path) is None for each in inner)
    elif origin is Literal:
        fits = value in inner
    elif origin is tuple:
        fits = isinstance(value, tuple) and (inner[-1] is ... or len(value) == len(inner))
    elif origin is not None:
        fits = isinstance(value, Mapping)
    else:
        fits = isinstance(value, (int, float) if hint is float else hint)
        fits = fits and (hint is bool or not isinstance(value, bool))  # True is no number here
    if not fits:
        name = hint.__name__ if isinstance(hint, type) else str(hint)
        return path.removeprefix("."), value, name.replace("extraction.report.", "").replace("typing.", "")
    parts = _inside(value, hint, origin)
    return next((found for step, part, of in parts if (found := _misfit(part, of, path + step))), None)


def _inside(value: Any, hint: Any, origin: Any) -> Iterator[tuple[str, Any, Any]]:
    """What is inside a value: the step to it, itself, and its type."""
    if origin is tuple:
        yield from ((f"[{i}]", each, get_args(hint)[0]) for i, each in enumerate(value))
    elif isinstance(origin, type) and issubclass(origin, Mapping):
        yield from ((f".{key}", each, get_args(hint)[1]) for key, each in value.items())
    elif isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        yield from ((f".{name}", getattr(value, name), hints[name]) for name in hints)


@cache
def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of)
