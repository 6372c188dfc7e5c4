"""Engine: a name and a function from a report's file or bytes to a Report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from extraction import extract
from extraction.report import Report
from models import store, tagger

Reader = Callable[[Path | bytes], Report]


@dataclass(frozen=True, slots=True)
class Engine:
    """`weights` is the file or folder of what was learned, if anything was."""

    name: str
    read: Reader
    weights: Path | None = None


class NoEngine(ValueError):
    """There is no engine of that name here: which, which there are, and what to install or train."""


def rules() -> Engine:
    """The system without anything learned."""
    return Engine("rules", lambda source: extract(source, engine="rules"))


def shipped(name: str, folder: Path | None = None) -> Engine:
    """`tagger` or `auto`: what `extract(engine=…)` makes of a model folder, without one of that in service."""
    weights = folder or store.in_service()
    if not weights.exists():
        raise NoEngine(f"engine {name!r}: {weights} has no trained model; `nianbao train tagger` makes one; known: rules")
    try:
        tagger.check(weights)
    except tagger.DamagedModel as fault:
        raise NoEngine(f"engine {name!r}: {fault}") from fault
    chosen: Any = name
    return Engine(name, lambda source: extract(source, engine=chosen, model=folder), weights)


def named(name: str) -> Engine:
    """`named("rules")`, `named("evaluation.baseline:engine")`. Raises NoEngine."""
    if name == "rules":
        return rules()
    if name in ("auto", "tagger"):
        return shipped(name)
    if name.startswith("model:"):
        return shipped("auto", Path(name.removeprefix("model:")))
    if ":" in name:
        return _imported(name)
    raise NoEngine(f"engine {name!r} is unknown; known engines: rules, tagger, auto, module:function")


def _imported(name: str) -> Engine:
    """`package.module:function`, where the function returns an Engine: so competitors need no entry here."""
    module, _, function = name.partition(":")
    try:
        made = getattr(import_module(module), function)()
    except (ImportError, AttributeError) as error:
        raise NoEngine(
            f"engine {name!r}: {error}; expected package.module:function that returns an Engine"
        ) from error
    if not isinstance(made, Engine):
        raise NoEngine(f"engine {name!r} returned {type(made).__name__}, expected evaluation.engines.Engine")
    return made

