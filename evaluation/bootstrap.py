"""How sure a score is: resampled over reports, never over spans, whose errors come in packs.

The interval is the percentile interval (where all draws agree on 0 or 1: Wilson's); two engines are compared on the same draws of the same reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evaluation.counts import wilson
from evaluation.headlines import Headline, Terms
from evaluation.scores import Scores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 10_000
LEVEL = 0.95
SEED = 7


@dataclass(frozen=True, slots=True)
class Interval:
    """A score with the interval that holds it in 95 of 100 draws; None where nothing was scored.

    With fewer than two reports there is no interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """New minus old on the same reports; `p` is two-sided, doubled from the smaller tail of the draws."""

    value: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    def worse(self, better: int) -> bool:
        """Significantly worse: the whole interval lies on the bad side of 0."""
        if self.low is None or self.high is None:
            return False
        return self.high < 0 if better > 0 else self.low > 0


def interval(headline: Headline, reports: Sequence[Scores], draws: int = DRAWS, seed: int = SEED) -> Interval:
    """The headline over these reports. A draw in which there is nothing to divide is left out."""
    value = headline.value(Scores.sum(reports))
    if value is None or len(reports) < 2:
        return Interval(value)
    (drawn,) = _drawn(headline, [reports], _weights(len(reports), draws, seed))
    low, high = _edges(drawn)
    if headline.share and low == high == value and value in (0.0, 1.0):
        return _unvaried(headline, reports, value)
    return Interval(value, low, high)


def _unvaried(headline: Headline, reports: Sequence[Scores], value: float) -> Interval:
    """No draw can show an error that no report has: then the interval is Wilson's, 8 of 8 being 68 – 100 %."""
    whole = float(_column(headline.whole, reports).sum()) / max(headline.part.values())
    edge = wilson(whole, whole)
    return Interval(value, edge, value) if value else Interval(value, value, 1 - edge)


def difference(
    headline: Headline, pairs: Sequence[tuple[Scores, Scores]], draws: int = DRAWS, seed: int = SEED
) -> Difference:
    """(old, new) of each report: both are resampled together, so that hard reports weigh on both alike."""
    import numpy as np

    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    before, after = (headline.value(Scores.sum(side)) for side in (olds, news))
    if before is None or after is None:
        return Difference(None)
    if len(pairs) < 2:
        return Difference(after - before)
    old, new = _drawn(headline, [olds, news], _weights(len(pairs), draws, seed))
    gaps = new - old
    gaps = gaps[~np.isnan(gaps)]
    if not len(gaps):
        return Difference(after - before)
    tail = min(int((gaps <= 0).sum()), int((gaps >= 0).sum()))
    return Difference(after - before, *_edges(gaps), p=min(1.0, 2 * (tail + 1) / (len(gaps) + 1)))


def _weights(reports: int, draws: int, seed: int) -> NDArray[np.int64]:
    """How often each report stands in each draw."""
    import numpy as np

    return np.random.default_rng(seed).multinomial(reports, [1 / reports] * reports, size=draws)


def _drawn(
    headline: Headline, sides: Sequence[Sequence[Scores]], weights: NDArray[np.int64]
) -> list[NDArray[np.float64]]:
    """The headline of each side in each draw. Reports are put in an order of their own first, so that
    the order in which they came changes nothing.
    """
    import numpy as np

    columns = [_column(terms, side) for side in sides for terms in (headline.part, headline.whole)]
    order = np.lexsort(columns)
    sums = [weights @ column[order] for column in columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        return [
            np.where(whole > 0, part / whole, np.nan)
            for part, whole in zip(sums[::2], sums[1::2], strict=True)
        ]


def _column(terms: Terms, reports: Sequence[Scores]) -> NDArray[np.float64]:
    import numpy as np

    sums = [sum(weight * each.numbers.get(name, 0) for name, weight in terms.items()) for each in reports]
    return np.array(sums, dtype=float)


def _edges(drawn: NDArray[np.float64]) -> tuple[float | None, float | None]:
    import numpy as np

    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return None, None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
