"""Choice among readings, and the smallest repair of sums, by constraint programming (OR-Tools CP-SAT).

Loaded only where a search is needed; the only import of ortools.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extraction.readings import Reading, amount

BROKEN = 30  # cost of a sum that does not hold, against the costs of readings
SECONDS = 3.0
EFFORT = 0.3  # deterministic seconds for the choice in one table: the same on every machine
RIVALS = 200  # rival readings of a table that are looked at


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that add up to nothing: sum of sign x value of (row, column index) = 0."""

    terms: tuple[tuple[int, str, int], ...]


def choose(options: Mapping[str, Sequence[Reading]], sums: Sequence[Sum]) -> dict[str, tuple[Reading, ...]]:
    """The readings of every row that belong to a cheapest choice for the whole table.

    More than one is left where rival choices are as cheap: the sums do not tell which is right.
    """
    open_rows = [row for row, readings in options.items() if len(readings) > 1]
    unsure = {row: tuple(readings) for row, readings in options.items()}
    if not open_rows:
        return unsure
    model, solver, picks, cost = _model(options, sums, open_rows)
    model.minimize(cost)
    status, left = _solved(model, solver, EFFORT)
    if status != _cp().OPTIMAL:
        return unsure
    best = round(solver.objective_value)
    if best >= BROKEN:  # a misprint among the sums: they are no judge of the readings
        return unsure
    seen = {row: {_picked(solver, picks[row])} for row in open_rows}
    model.clear_objective()
    model.add(cost <= best)
    while True:  # another best choice that differs on a row whose options are not all seen
        fresh = [b for row in open_rows for i, b in enumerate(picks[row]) if i not in seen[row]]
        if not fresh:
            break
        model.add_bool_or(fresh)
        status, left = _solved(model, solver, left)
        if status == _cp().INFEASIBLE:
            break
        if status == _cp().UNKNOWN or left <= 0 or sum(map(len, seen.values())) > RIVALS:
            return unsure  # too many to see all: nothing of these rows is sure
        for row in open_rows:
            seen[row].add(_picked(solver, picks[row]))
    return {
        row: tuple(readings[i] for i in sorted(seen[row])) if row in seen else tuple(readings)
        for row, readings in options.items()
    }


def _solved(model: Any, solver: Any, effort: float) -> tuple[Any, float]:
    """The status, and what is left of the effort."""
    solver.parameters.max_deterministic_time = max(effort, 1e-3)
    status = solver.solve(model)
    return status, effort - float(solver.response_proto.deterministic_time)


def _cp() -> Any:
    from ortools.sat.python import cp_model

    return cp_model


def _solver() -> Any:
    solver = _cp().CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.random_seed = 7
    return solver


def _picked(solver: Any, booleans: Sequence[Any]) -> int:
    return next(i for i, boolean in enumerate(booleans) if solver.value(boolean))


def _model(
    options: Mapping[str, Sequence[Reading]], sums: Sequence[Sum], open_rows: Sequence[str]
) -> tuple[Any, Any, dict[str, list[Any]], Any]:
    model = _cp().CpModel()
    picks = {row: [model.new_bool_var(f"{row}{i}") for i in range(len(options[row]))] for row in open_rows}
    for booleans in picks.values():
        model.add_exactly_one(booleans)
    cost = sum(b * r.cost for row in open_rows for b, r in zip(picks[row], options[row], strict=True))
    for rule in sums:
        if not any(_varies(options[row], column) for _, row, column in rule.terms if row in picks):
            continue
        total: Any = 0
        for sign, row, column in rule.terms:
            values = [sign * round(amount(reading.slots[column])) for reading in options.get(row, ())]
            if row in picks:
                total += sum(b * v for b, v in zip(picks[row], values, strict=True))
            elif values:
                total += values[0]
        broken = model.new_bool_var("")
        model.add(total == 0).only_enforce_if(broken.negated())
        cost += BROKEN * broken
    return model, _solver(), picks, cost


def _varies(readings: Sequence[Reading], column: int) -> bool:
    return len({amount(reading.slots[column]) for reading in readings}) > 1


def repair(
    values: Mapping[str, int], sums: Sequence[Sequence[tuple[int, str]]], costs: Mapping[str, int]
) -> list[dict[str, int]]:
    """The cheapest changes of cells after which every sum holds; two entries where a rival is as cheap.

    `values` are the printed counts by cell path; `costs` weigh a change of each cell. [] where none exists.
    """
    cp = _cp()
    model, solver = cp.CpModel(), _solver()
    top = 4 * max(map(abs, values.values()), default=0) + 10
    fresh = {path: model.new_int_var(min(0, value), top, path) for path, value in values.items()}
    changed = {path: model.new_bool_var("!" + path) for path in values}
    for path, value in values.items():
        model.add(fresh[path] == value).only_enforce_if(changed[path].negated())
        model.add(fresh[path] != value).only_enforce_if(changed[path])
    for terms in sums:
        model.add(sum(sign * fresh[path] for sign, path in terms) == 0)
        marks = [changed[path] for _, path in terms]
        if sum(sign * values[path] for sign, path in terms):
            model.add_bool_or(marks)  # what follows is implied; told to the solver it is ten times as fast
        else:
            for mark in marks:  # a sum that holds bears no single change
                model.add(sum(marks) >= 2).only_enforce_if(mark)
    cost = sum(changed[path] * costs.get(path, 10) for path in values)
    model.minimize(cost)
    found: list[dict[str, int]] = []
    while len(found) < 2 and solver.solve(model) in (cp.OPTIMAL, cp.FEASIBLE):
        if not found:
            best = round(solver.objective_value)
            model.clear_objective()
            model.add(cost <= best)
        found.append({path: solver.value(fresh[path]) for path in values if solver.value(changed[path])})
        _forbid(model, fresh, found[-1])
    return found


def _forbid(model: Any, fresh: Mapping[str, Any], changes: Mapping[str, int]) -> None:
    """A further solution changes at least one of these cells in another way."""
    differs = []
    for path, value in changes.items():
        other = model.new_bool_var("")
        model.add(fresh[path] != value).only_enforce_if(other)
        differs.append(other)
    model.add_bool_or(differs)
