"""What a format could not hold comes back from the reports as they were before: `--onto ORIGINAL`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import zip_longest

from annotations.formats.faults import fault
from annotations.formats.layers import KIND_OF, Mark, fingerprint, marks, settled
from extraction.report import Report


class Originals:
    """Reports to be found again by their source, or by their text where a format changed the name."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._by_source: dict[str, Report] = {}
        self._by_text: dict[str, Report] = {}
        for report in reports:
            self._by_source.setdefault(report.source, report)
            self._by_text.setdefault(fingerprint(report.text), report)

    def of(self, report: Report, place: str) -> Report:
        """The original of this report. Raises FormatFault where there is none, or its text was another."""
        found = self._by_text.get(fingerprint(report.text))
        named = self._by_source.get(report.source)
        if named is not None and named.text == report.text:
            return named
        if found is not None:
            return found
        if named is None:
            raise fault("stranger", place, found=report.source)
        pairs = enumerate(zip_longest(report.text, named.text))
        at = next(i for i, (here, there) in pairs if here != there)
        raise fault(
            "changed", place, at=at, found=report.text[at : at + 20], expected=named.text[at : at + 20]
        )

    def joined(self, report: Report, holds: Collection[str], place: str) -> Report:
        """The original with the spans of `report`; a trait that the format does not hold is the original's."""
        original = self.of(report, place)
        known = {(mark.label, mark.start, mark.end): mark.traits for mark in marks(original)}
        found = []
        for mark in marks(report):
            before = known.get((mark.label, mark.start, mark.end), {})
            kept = {name: value for name, value in before.items() if KIND_OF[name] not in holds}
            found.append(Mark(mark.label, mark.start, mark.end, mark.text, {**kept, **mark.traits}))
        return settled(replace(original, producer=report.producer), found, place)
