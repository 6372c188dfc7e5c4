"""Small pictures as SVG text: intervals, reliability, curves. No network, no script, readable in the dark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from evaluation.bootstrap import Interval
from evaluation.calibration import Bin

Line = Sequence[tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing area inside a picture, and the range of both axes."""

    width: int = 260
    height: int = 200
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    left: int = 40
    bottom: int = 30
    top: int = 10
    right: int = 10

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a point; what lies outside of the axes is drawn on their edge."""
        along = _within((x - self.x[0]) / (self.x[1] - self.x[0]))
        up = _within((y - self.y[0]) / (self.y[1] - self.y[0]))
        across = self.width - self.left - self.right
        return self.left + along * across, self.height - self.bottom - up * (
            self.height - self.bottom - self.top
        )


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))


def percent(value: float) -> str:
    return f"{value * 100:g}"


def plain(value: float) -> str:
    return f"{value:g}"


def interval(found: Interval, width: int = 180) -> str:
    """A dot for the score and a bar for its interval, on a scale from 0 to 1."""
    if found.value is None:
        return ""
    frame = Frame(width, 14, left=4, right=4, top=0, bottom=0)
    y = 7
    ends = [frame.at(end, 0)[0] for end in (found.low, found.high) if end is not None]
    bar = (
        f'<line class="bar" x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{y}" y2="{y}"/>'
        if len(ends) == 2
        else ""
    )
    rail = f'<line class="grid" x1="4" x2="{width - 4}" y1="{y}" y2="{y}"/>'
    dot = f'<circle class="dot" cx="{frame.at(found.value, 0)[0]:.1f}" cy="{y}" r="3.5"/>'
    return (
        f'<svg width="{width}" height="14" role="img" aria-label="{found.value:.3f}">{rail}{bar}{dot}</svg>'
    )


def reliability(bins: Sequence[Bin], title: str, names: tuple[str, str]) -> str:
    """How often answers were right against how sure they were; the diagonal is what they should be.

    A dot's area tells how many answers its bin holds.
    """
    frame = Frame(240, 240)
    most = max((each.count for each in bins), default=1)
    dots = []
    for each in bins:
        x, y = frame.at(each.confidence, each.right)
        size = 2.5 + 6 * (each.count / most) ** 0.5
        note = f"{each.count}: {each.confidence:.3f} → {each.right:.3f}"
        dots.append(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"><title>{note}</title></circle>'
        )
    (x0, y0), (x1, y1) = frame.at(0, 0), frame.at(1, 1)
    ideal = f'<line class="ideal" x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>'
    return _picture(frame, title, names, ideal + "".join(dots), (percent, percent))


def curves(
    lines: Mapping[str, Line], title: str, names: tuple[str, str], frame: Frame,
    ticks: tuple[Callable[[float], str], Callable[[float], str]] = (percent, percent),
) -> str:  # fmt: skip
    """Lines over one pair of axes, in a fixed order of colours; a point without a value breaks its line."""
    drawn = []
    for number, (name, points) in enumerate(lines.items()):
        known = [(x, frame.at(x, y)) for x, y in points if y is not None]
        path = " ".join(f"{'L' if i else 'M'}{x:.1f} {y:.1f}" for i, (_, (x, y)) in enumerate(known))
        drawn.append(f'<path class="line c{number}" d="{path}"><title>{escape(name)}</title></path>')
        drawn += [f'<circle class="c{number}" cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for _, (x, y) in known[:12]]
    return _picture(frame, title, names, "".join(drawn), ticks)


def legend(names: Sequence[str]) -> str:
    """The colours of the lines of `curves`."""
    return "".join(f'<span class="key k{number}">{escape(name)}</span> ' for number, name in enumerate(names))


def _picture(
    frame: Frame, title: str, names: tuple[str, str], inside: str,
    ticks: tuple[Callable[[float], str], Callable[[float], str]],
) -> str:  # fmt: skip
    small = frame.height < 150
    steps = (0.0, 0.5, 1.0) if small else (0.0, 0.25, 0.5, 0.75, 1.0)
    grid = []
    for share in steps:
        x = frame.x[0] + share * (frame.x[1] - frame.x[0])
        y = frame.y[0] + share * (frame.y[1] - frame.y[0])
        (px, bottom), (left, py) = frame.at(x, frame.y[0]), frame.at(frame.x[0], y)
        right = frame.width - frame.right
        grid.append(f'<line class="grid" x1="{left:.1f}" x2="{right}" y1="{py:.1f}" y2="{py:.1f}"/>')
        grid.append(f'<text x="{left - 4:.1f}" y="{py + 3:.1f}" text-anchor="end">{ticks[1](y)}</text>')
        grid.append(f'<text x="{px:.1f}" y="{bottom + 12:.1f}" text-anchor="middle">{ticks[0](x)}</text>')
    middle = (frame.left + frame.width - frame.right) / 2
    labels = (
        f'<text x="{middle}" y="{frame.height - 3}" text-anchor="middle">{escape(names[0])}</text>'
        if names[0]
        else ""
    )
    if names[1]:
        labels += (
            f'<text transform="translate(9 {(frame.height - frame.bottom) / 2}) rotate(-90)" '
            f'text-anchor="middle">{escape(names[1])}</text>'
        )
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg width="{frame.width}" height="{frame.height}" role="img" '
        f'aria-label="{escape(title, quote=True)}">{"".join(grid)}{labels}{inside}</svg></figure>'
    )
