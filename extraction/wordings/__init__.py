"""Which wording of the prose restates which cell of the form. Data for `links.py`; the first that fits speaks."""

from __future__ import annotations

from extraction.wordings.applications import COUNT_SOMETHING_ELSE, OF_APPLICATIONS
from extraction.wordings.disclosure import CHANGES, OF_DISCLOSURE
from extraction.wordings.disputes import OF_DISPUTES
from extraction.wordings.topics import HEADINGS, TOPICS
from extraction.wordings.wording import Wording

__all__ = ["HEADINGS", "TOPICS", "WORDINGS", "Wording"]

WORDINGS = (*CHANGES, *COUNT_SOMETHING_ELSE, *OF_APPLICATIONS, *OF_DISPUTES, *OF_DISCLOSURE)
