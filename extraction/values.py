"""A printed table entry -> its value and state: 「1,234」, 「+2」, 「3.2万元」, 「/」, 「无」, 「O」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.report import Number, State

NUMBER = r"[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?"
UNIT = r"万元|亿元|元|万|件次|件|条|个|项|宗|份|例|次|起|人|家|%"
SIGNED_WORD = re.compile(rf"(增加?|减少?)\s*({NUMBER})\s*(?:{UNIT})?")
WHOLE = re.compile(rf"(?:约|共)?\s*({NUMBER})\s*({UNIT})?\s*(?:（[^）]*）)?")
SPACED = re.compile(r"\d{1,3}(?: \d{3})+|\d+(?: \d+)+")
RUN = re.compile(rf"{NUMBER}")
DASH = re.compile(r"[-—–―－/／\\~～_]+")
NONE_WORD = re.compile(r"[（(]?(?:无|零|没有|暂无|不涉及)[）)]?")
CONFUSED = str.maketrans("OoQDlI|SBZ", "0000111582")
CONFUSION = re.compile(r"(?=.*[\dOoQlI])[\dOoQDlISBZ]{1,9}")


@dataclass(frozen=True, slots=True)
class Value:
    """What one entry says; `unit` is kept for amounts, `sure` falls where the reading is a repair."""

    value: Number | None
    state: State
    unit: str | None = None
    sure: float = 1.0


BLANK = Value(None, "blank")


def number(raw: str) -> Number:
    """`number("12,345.60")` is 12345.6; an int where nothing stands after the point."""
    plain = raw.replace(",", "").replace("，", "").replace("+", "").replace(" ", "")
    if "." not in plain:
        return int(plain)
    return float(plain)


def state_of(value: Number) -> State:
    return "zero" if value == 0 else "number"


def parse(raw: str) -> Value | None:
    """The value of a whole entry, or None where it is text (or nothing that a cell of the form holds)."""
    text = raw.strip()
    if not text:
        return BLANK
    if len(text) > 40:
        return None
    whole = WHOLE.fullmatch(text)
    if whole:
        found = number(whole[1])
        return Value(found, state_of(found), whole[2])
    if DASH.fullmatch(text):
        return Value(None, "dash")
    if NONE_WORD.fullmatch(text):
        return Value(None, "none_word")
    signed = SIGNED_WORD.fullmatch(text)
    if signed:
        found = number(signed[2]) * (1 if text[0] == "增" else -1)
        return Value(found, state_of(found))
    if SPACED.fullmatch(text):
        found = number(text)
        return Value(found, state_of(found), None, 0.7)
    if CONFUSION.fullmatch(text):
        found = int(text.translate(CONFUSED))
        return Value(found, state_of(found), None, 0.5)
    return None
