"""What the tagger is built of: tags, windows, alphabet; a damaged folder is refused."""

from __future__ import annotations

import itertools
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from models import store, tagger
from models.alphabet import UNK, Alphabet
from models.tags import (
    LAYERS,
    allowed,
    best_path,
    count_types,
    decode,
    encode,
    names,
    slices,
    spans,
    tags,
    types,
)
from models.windows import CONTEXT, LONGEST, SHORT, windows

PROSE = st.text(alphabet="公开政府信息，；。\n1一是", max_size=1500)


@st.composite
def spans_of(draw: st.DrawFn, layer: str, length: int = 30) -> list[tuple[int, int, str]]:
    """Spans of a layer that do not overlap; some touch."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=10)))
    pairs = [(a, b) for a, b in itertools.pairwise(cuts) if draw(st.booleans())]
    return [(a, b, draw(st.sampled_from(LAYERS[layer]))) for a, b in pairs]


@pytest.mark.parametrize("layer", sorted(LAYERS))
@given(data=st.data())
def test_spans_become_tags_and_spans_again(layer: str, data: st.DataObject) -> None:
    drawn = data.draw(spans_of(layer))
    labels = LAYERS[layer]
    assert list(decode(encode(drawn, 30, labels), labels)) == drawn


@given(spans_of("entities"), spans_of("clauses"))
def test_a_token_type_tells_what_is_proposed_in_every_layer(
    names: list[tuple[int, int, str]], stated: list[tuple[int, int, str]]
) -> None:
    kinds = types([*names, *stated], 30)
    assert all(0 <= kind < count_types() for kind in kinds)
    clauses = LAYERS["clauses"]
    assert [kind % len(tags(clauses)) for kind in kinds] == encode(stated, 30, clauses)
    assert [kind // len(tags(clauses)) for kind in kinds] == encode(names, 30, LAYERS["entities"])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_best_path_is_the_best_of_all_allowed_paths(seed: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(5), 5)).astype(np.float32)
    steps = allowed(5)

    def total(path: tuple[int, ...]) -> float:
        if path[0] in (2, 4):
            return -np.inf
        return float(sum(scores[i, t] for i, t in enumerate(path)) + sum(steps[a, b] for a, b in itertools.pairwise(path)))

    best = max(itertools.product(range(5), repeat=5), key=total)
    assert total(tuple(best_path(scores).tolist())) == pytest.approx(total(best), abs=1e-4)


def test_the_head_holds_the_tags_of_all_layers() -> None:
    assert len(names()) == sum(len(tags(labels)) for labels in LAYERS.values())
    assert names()[slices()["clauses"]] == [f"clauses:{tag}" for tag in tags(LAYERS["clauses"])]


def test_a_span_is_as_sure_as_its_weakest_character() -> None:
    scores = np.log(np.array([[0.1, 0.9, 0, 0, 0], [0.1, 0, 0.6, 0.3, 0], [0.8, 0.2, 0, 0, 0]], np.float32) + 1e-9)
    (span,) = spans(scores, LAYERS["clauses"])
    assert (span.start, span.end, span.label) == (0, 2, "PROBLEM")
    assert span.confidence == pytest.approx(0.6, abs=1e-3)


@given(PROSE)
def test_windows_hold_every_character_of_a_line_once(text: str) -> None:
    covered = [i for window in windows(text) for i in range(window.start, window.end)]
    wanted = {i for line, at in _lines(text) if line.strip() for i in range(at, at + len(line))}
    assert covered == sorted(set(covered))
    assert wanted <= set(covered)
    assert all(text[i].isspace() for i in set(covered) - wanted)
    assert all(len(window) <= LONGEST + CONTEXT for window in windows(text))


def _lines(text: str) -> list[tuple[str, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((line, at))
        at += len(line) + 1
    return found


@given(PROSE, PROSE)
def test_what_follows_a_long_line_is_cut_alike_whatever_stands_before_it(before: str, text: str) -> None:
    ahead = f"{before}\n{'公' * SHORT}"
    shift = len(ahead) + 1
    alone = [(w.start, w.end) for w in windows(text)]
    behind = [(w.start - shift, w.end - shift) for w in windows(f"{ahead}\n{text}") if w.start >= shift]
    assert alone == behind


def test_every_character_has_one_id_and_a_twin_is_no_unknown() -> None:
    alphabet = Alphabet(("政", "府", "1", " "), {"獨": "府"})
    assert len(alphabet.ids("政府１獨\u3000𠮷")) == 6
    assert alphabet.ids("１") == alphabet.ids("1")
    assert alphabet.ids("獨") == alphabet.ids("府")
    assert alphabet.ids("\u3000") == alphabet.ids(" ")
    assert alphabet.unknown("政𠮷") == {"𠮷"} and alphabet.ids("𠮷") == [UNK]


def test_a_damaged_model_folder_is_refused_with_both_hashes(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"weights")
    (tmp_path / "manifest.json").write_text(json.dumps({"sha256": {"model.onnx": "0" * 64}}))
    with pytest.raises(tagger.DamagedModel, match=r"has the hash [0-9a-f]{64}, expected 0{64}"):
        tagger.check(tmp_path)
    with pytest.raises(tagger.DamagedModel, match="no model folder"):
        tagger.check(tmp_path / "nothing")


def test_a_promoted_model_is_in_service_until_it_is_rolled_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "home"))
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"weights")
    told = {"sha256": {"model.onnx": hashlib.sha256(b"weights").hexdigest()}}
    (folder / "manifest.json").write_text(json.dumps(told))
    assert store.in_service() == tagger.WEIGHTS
    store.promote(folder)
    assert store.in_service() == folder.resolve()
    assert store.rollback() == tagger.WEIGHTS


@pytest.mark.parametrize("asked", [["show"], ["promote"], ["promote", "--force"]])
def test_a_damaged_model_is_no_traceback(tmp_path: Path, asked: list[str]) -> None:
    from training.command import models

    (tmp_path / "manifest.json").write_text('{"sha256": {"model.onnx": "00"}}', encoding="utf-8")
    done = CliRunner().invoke(models, [*asked, str(tmp_path)])
    assert done.exit_code == 1
    assert f"{tmp_path}/model.onnx is missing" in done.stderr


@pytest.mark.parametrize("asked", ["encoder", "tagger", "topics"])
def test_training_without_its_extra_says_what_to_install(
    tmp_path: Path, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import command

    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "torch" else object())
    done = CliRunner().invoke(command.train, [asked, "-o", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "training needs torch: pip install 'nianbao[train]'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_processes_of_a_batch_read_one_window_at_a_time() -> None:
    assert tagger._threads() == 2
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(tagger._threads).result() == 1
