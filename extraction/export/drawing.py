"""A printed layout as box drawing: merged cells merged, characters of double width counted as two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction.export.layout import Box, Layout

if TYPE_CHECKING:
    from rich.text import Text

LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"  # by the sides that a line leaves to: up 1, down 2, left 4, right 8
UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
VALUE, NARROWEST_LABEL = 6, 10

Content = Callable[[Box], tuple[str, str]]  # the text of a box and its style


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the borders run: `x[i]` left of column i, `y[i]` above row i; a row without a rule has none."""

    x: tuple[int, ...]
    y: tuple[int, ...]
    ruled: tuple[bool, ...]

    def room(self, box: Box) -> int:
        return self.x[box.column + box.width] - self.x[box.column] - 1

    def inside(self, box: Box) -> tuple[int, int]:
        """The first line of a box and the line after its last."""
        last = box.row + box.height
        return self.y[box.row] + self.ruled[box.row], self.y[last]


def draw(form: Layout, content: Content, width: int) -> Iterator[Text]:
    """The lines of the table, `width` characters wide at most (but never too narrow for its numbers)."""
    said = {box: content(box) for box in form.boxes}
    x = _columns(form, width)
    wrapped = {
        box: _wrapped(text, x[box.column + box.width] - x[box.column] - 1) for box, (text, _) in said.items()
    }
    plan = _plan(form, x, wrapped)
    canvas = [[" "] * (plan.x[-1] + 1) for _ in range(plan.y[-1] + 1)]
    styles = [["dim"] * (plan.x[-1] + 1) for _ in range(plan.y[-1] + 1)]
    _borders(form, plan, canvas)
    for box, lines in wrapped.items():
        _write(box, lines, said[box][1], plan, canvas, styles)
    for characters, looks in zip(canvas, styles, strict=True):
        yield _line(characters, looks)


def _columns(form: Layout, width: int) -> tuple[int, ...]:
    """The borders between columns: numbers get what they need, labels share the rest."""
    if form.name == "disputes":
        widths = [4] * len(form.units)
    elif form.name == "disclosure":
        widths = [max(16, min(28, (width - 5) // 3)), *[max(14, min(18, (width - 33) // 3))] * 3]
    else:
        rest = width - 11 - 7 * VALUE - 6 - 8
        widths = [6, 8, max(NARROWEST_LABEL, min(rest, 38)), *[VALUE] * 7]
    borders = [0]
    for each in widths:
        borders.append(borders[-1] + each + 1)
    return tuple(borders)


def _plan(form: Layout, x: tuple[int, ...], wrapped: dict[Box, list[str]]) -> Plan:
    ruled = [
        row in (0, form.rows) or any(b.row == row and b.kind != "value" and b.column <= 1 for b in form.boxes)
        or any(b.kind == "head" and row in (b.row, b.row + b.height) for b in form.boxes)
        for row in range(form.rows + 1)
    ]  # fmt: skip
    heights = [
        max(len(wrapped[b]) for b in form.boxes if b.row == row and b.height == 1)
        if _single(form, row)
        else 1
        for row in range(form.rows)
    ]
    for box in sorted(form.boxes, key=lambda box: box.height):
        last = box.row + box.height - 1
        has = sum(heights[box.row : last + 1]) + sum(ruled[box.row + 1 : last + 1])
        heights[last] += max(0, len(wrapped[box]) - has)
    y = [0]
    for row, height in enumerate(heights):
        y.append(y[-1] + ruled[row] + height)
    return Plan(x, tuple(y), tuple(ruled))


def _single(form: Layout, row: int) -> bool:
    return any(box.row == row and box.height == 1 for box in form.boxes)


def _borders(form: Layout, plan: Plan, canvas: list[list[str]]) -> None:
    bits: dict[tuple[int, int], int] = {}

    def line(y: int, x: int, sides: int) -> None:
        bits[y, x] = bits.get((y, x), 0) | sides

    for box in form.boxes:
        left, right = plan.x[box.column], plan.x[box.column + box.width]
        top, bottom = plan.y[box.row], plan.y[box.row + box.height]
        for edge, ruled in ((top, plan.ruled[box.row]), (bottom, plan.ruled[box.row + box.height])):
            for x in range(left, right + 1) if ruled else ():
                line(edge, x, (LEFT if x > left else 0) | (RIGHT if x < right else 0))
        reach = bottom if plan.ruled[box.row + box.height] else bottom - 1
        for x in (left, right):
            for y in range(top, reach + 1):
                up = y > top or not plan.ruled[box.row]
                line(y, x, (UP if up else 0) | (DOWN if y < bottom else 0))
    for (y, x), sides in bits.items():
        canvas[y][x] = LINES[sides]


def _write(
    box: Box, lines: list[str], style: str, plan: Plan, canvas: list[list[str]], styles: list[list[str]]
) -> None:
    from rich.cells import cell_len

    first, after = plan.inside(box)
    top = first + max(0, (after - first - len(lines)) // 2)
    left, room = plan.x[box.column] + 1, plan.room(box)
    for i, line in enumerate(lines):
        at = left if box.kind == "label" else left + (room - cell_len(line)) // 2
        styles[top + i][left : left + room] = [style] * room
        for character in line:
            wide = cell_len(character)
            canvas[top + i][at] = character
            if wide == 2:
                canvas[top + i][at + 1] = ""
            at += wide


def _wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` cells, cut between any two characters, as Chinese is."""
    from rich.cells import cell_len

    lines, line, length = [], "", 0
    for character in text:
        wide = cell_len(character)
        if wide < 1 or (character.isspace() and character != " "):
            continue
        if length + wide > room:
            lines.append(line)
            line, length = "", 0
        line, length = line + character, length + wide
    return [*lines, line]


def _line(characters: list[str], looks: list[str]) -> Text:
    from rich.text import Text

    text, start = Text(), 0
    for end in range(1, len(characters) + 1):
        if end == len(characters) or looks[end] != looks[start]:
            text.append("".join(characters[start:end]), style=looks[start])
            start = end
    return text
