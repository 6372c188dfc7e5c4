"""Matching: one to one, optimal, whatever the order; against brute force, seqeval and nervaluate."""

from __future__ import annotations

from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.counts import Counts
from evaluation.spans import Mark, characters, counts, iou, match, overlap, relaxed, settled, strict

pytest.importorskip("scipy", reason="scipy finds the optimal matching: pip install scipy")

LENGTH = 12


@st.composite
def marks(draw: st.DrawFn, most: int = 5) -> list[Mark]:
    """A few spans that may overlap and repeat, in the order of the text."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, LENGTH - 1))
        end = draw(st.integers(start + 1, LENGTH))
        found.append(Mark(start, end, draw(st.sampled_from(["FIGURE", "DATE"]))))
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.label))


def brute_force(gold: list[Mark], found: list[Mark], worth) -> float:  # type: ignore[no-untyped-def]
    """The best sum of worths over every way to pair the shorter side with the longer one."""
    if len(gold) > len(found):
        return brute_force(found, gold, lambda f, g: worth(g, f))
    return max(
        (
            sum(worth(g, f) for g, f in zip(gold, chosen, strict=True))
            for chosen in permutations(found, len(gold))
        ),
        default=0.0,
    )


@settings(max_examples=150, deadline=None)
@given(marks(), marks())
@pytest.mark.parametrize("worth", [strict, relaxed, overlap])
def test_no_pairing_is_worth_more(worth, gold: list[Mark], found: list[Mark]) -> None:  # type: ignore[no-untyped-def]
    pairs = match(gold, found, worth)
    assert len({g for g, _ in pairs}) == len({f for _, f in pairs}) == len(pairs)
    ours = sum(worth(gold[g], found[f]) for g, f in pairs)
    assert ours == pytest.approx(brute_force(gold, found, worth))


@settings(max_examples=100, deadline=None)
@given(marks(8), marks(8), st.randoms(use_true_random=False))
def test_no_order_changes_a_count(gold: list[Mark], found: list[Mark], random: Random) -> None:
    shuffled = [list(side) for side in (gold, found)]
    for side in shuffled:
        random.shuffle(side)
    for worth in (strict, relaxed):
        assert counts(gold, found, worth) == counts(shuffled[0], shuffled[1], worth)


@given(marks(), marks())
def test_gold_and_found_may_change_sides(gold: list[Mark], found: list[Mark]) -> None:
    there, back = counts(gold, found, relaxed), counts(found, gold, relaxed)
    assert (there.right, there.spurious, there.missed) == (back.right, back.missed, back.spurious)


@given(marks(8), marks(8))
def test_whatever_is_strictly_right_is_right_relaxed(gold: list[Mark], found: list[Mark]) -> None:
    assert counts(gold, found, strict).right <= counts(gold, found, relaxed).right


def test_half_of_the_joint_characters_is_enough() -> None:
    gold = [Mark(0, 4, "FIGURE")]
    assert counts(gold, [Mark(0, 2, "FIGURE")], relaxed) == Counts(right=1)
    assert counts(gold, [Mark(0, 2, "DATE")], relaxed) == Counts(spurious=1, missed=1)
    assert counts(gold, [Mark(2, 7, "FIGURE")], relaxed) == Counts(spurious=1, missed=1)  # 2 of 7
    assert iou(gold[0], Mark(2, 7, "FIGURE")) == pytest.approx(2 / 7)


def test_one_found_span_pays_for_one_gold_span_only() -> None:
    gold = [Mark(0, 3, "FIGURE"), Mark(3, 6, "FIGURE")]
    assert counts(gold, [Mark(0, 6, "FIGURE")], relaxed) == Counts(right=1, missed=1)


def test_nothing_on_one_side_or_on_both() -> None:
    mark = Mark(0, 3, "FIGURE")
    assert counts([], [], strict) == Counts()
    assert counts([mark], [], strict) == Counts(missed=1)
    assert counts([], [mark], relaxed) == Counts(spurious=1)
    assert counts([mark], [mark, mark], strict) == Counts(right=1, spurious=1)


@given(marks(), marks())
def test_characters_are_those_of_both_sides(gold: list[Mark], found: list[Mark]) -> None:
    shared = characters(gold, found, "FIGURE")
    covered = {at for mark in gold if mark.label == "FIGURE" for at in range(mark.start, mark.end)}
    assert shared.expected == len(covered)


def test_what_the_gold_leaves_open_is_nobodys_mistake() -> None:
    sure, doubtful = Mark(0, 3, "FIGURE", confidence=1.0), Mark(5, 9, "AGENCY", confidence=0.5)
    found = [Mark(0, 3, "FIGURE"), Mark(6, 9, "AGENCY"), Mark(10, 12, "DATE")]
    assert settled([sure, doubtful], found) == ([sure], [found[0], found[2]])


def tags(found: list[Mark]) -> list[str]:
    """BIO tags of spans that do not overlap."""
    line = ["O"] * LENGTH
    for mark in found:
        line[mark.start : mark.end] = [f"I-{mark.label}"] * (mark.end - mark.start)
        line[mark.start] = f"B-{mark.label}"
    return line


def apart(found: list[Mark]) -> list[Mark]:
    """Those that begin behind the end of the last one kept: tags cannot hold more."""
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(marks(), marks()), min_size=1, max_size=4))
def test_strict_agrees_with_seqeval(pairs: list[tuple[list[Mark], list[Mark]]]) -> None:
    seqeval = pytest.importorskip("seqeval.metrics", reason="pip install seqeval")
    sides = [(apart(gold), apart(found)) for gold, found in pairs]
    ours = Counts.sum(counts(gold, found, strict) for gold, found in sides)
    true, given_ = ([tags(pair[side]) for pair in sides] for side in (0, 1))
    if ours.expected and ours.given:  # where there is nothing seqeval says 0, we say None
        assert seqeval.precision_score(true, given_) == pytest.approx(ours.precision)
        assert seqeval.recall_score(true, given_) == pytest.approx(ours.recall)
        assert seqeval.f1_score(true, given_) == pytest.approx(ours.f1)


@pytest.mark.filterwarnings("ignore")
def test_nervaluate_counts_by_the_order_of_the_predictions_and_we_do_not() -> None:
    """It lets the first prediction that touches a gold span have it: the later, exact one is then spurious."""
    nervaluate = pytest.importorskip("nervaluate", reason="pip install nervaluate")
    gold = Mark(0, 9, "AGENCY")
    found = [Mark(0, 9, "DATE"), Mark(0, 9, "AGENCY")]
    theirs, ours = set(), set()
    for order in permutations(found):
        dicts = [{"label": mark.label, "start": mark.start, "end": mark.end} for mark in order]
        true = [{"label": gold.label, "start": gold.start, "end": gold.end}]
        result = nervaluate.Evaluator([true], [dicts], tags=["AGENCY", "DATE"], loader="dict").evaluate()
        theirs.add(result["overall"]["strict"].correct)
        ours.add(counts([gold], list(order), strict).right)
    assert theirs == {0, 1}
    assert ours == {1}


def test_brute_force_finds_the_obvious() -> None:
    for label, other in product(["FIGURE", "DATE"], repeat=2):
        assert brute_force([Mark(0, 1, label)], [Mark(0, 1, other)], strict) == float(label == other)
