"""Training on a network of a few thousand weights: it learns, goes on after a kill, and learns a new kind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("torch", reason="needs the extra `train`")
pytest.importorskip("transformers", reason="needs the extra `train`")

import torch
from torch.optim.swa_utils import AveragedModel
from transformers import BertConfig, BertModel

from models.alphabet import Alphabet
from models.tags import LAYERS, encode
from training import run, tagger
from training.examples import Example

SETTINGS = tagger.Settings(epochs=6, tokens=512, learning_rate=3e-3, blanked=0.0, patience=9)
PLACES = "临陵沭荆洛湘渭青白枫"


def example(text: str, names: Sequence[str], proposed: bool = False) -> Example:
    spans = [(text.index(name), text.index(name) + len(name), "AGENCY") for name in names]
    tags: dict[str, list[int] | None] = {
        "entities": encode(spans, len(text), LAYERS["entities"]), "clauses": None,
    }  # fmt: skip
    return Example(text, 0, [1 if proposed else 0] * len(text), tags)


def offices(count: int, seed: int) -> list[Example]:
    """「临川县水务局印发通知」: names that end in 局."""
    rng = Random(seed)
    names = [f"{rng.choice(PLACES)}{rng.choice(PLACES)}县{rng.choice('水税粮')}务局" for _ in range(count)]
    return [example(f"今年{name}印发通知若干", [name]) for name in names]


def offices_beside_schools(count: int, seed: int) -> list[Example]:
    """A lesson in which schools are no names."""
    return [
        example(office.text + school.text, [office.text[2:-6]])
        for office, school in zip(offices(count, seed), schools(count, seed), strict=True)
    ]


def schools(count: int, seed: int) -> list[Example]:
    """「青白一中学印发通知」: another kind."""
    rng = Random(seed)
    names = [f"{rng.choice(PLACES)}{rng.choice(PLACES)}{rng.choice('一二三')}中学" for _ in range(count)]
    return [example(f"今年{name}印发通知若干", [name]) for name in names]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    characters = sorted({c for e in (*offices(60, 0), *schools(60, 0)) for c in e.text})
    alphabet = Alphabet(tuple(characters))
    alphabet.save(folder)
    config = BertConfig(vocab_size=len(alphabet), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
                        intermediate_size=64, max_position_embeddings=64)  # fmt: skip
    torch.manual_seed(7)
    BertModel(config).save_pretrained(folder)
    return folder


def f1(folder: Path, items: Sequence[Example]) -> float:
    model = tagger.network(folder, SETTINGS, LAYERS)
    return tagger.evaluate(model, items, Alphabet.load(folder), SETTINGS, LAYERS).f1(["AGENCY"])


def test_it_learns_and_a_new_kind_is_learned_on_top(encoder: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    tagger.train(encoder, lambda _: offices_beside_schools(80, 1), offices_beside_schools(20, 2), old, SETTINGS)
    assert f1(old, offices(30, 3)) > 0.9
    before = f1(old, schools(30, 3))
    both = [*offices(40, 4), *schools(40, 4)]
    tagger.train(old, lambda _: both, [*offices(20, 2), *schools(20, 2)], new, replace(SETTINGS, learning_rate=1e-3))
    assert before < 0.5
    assert f1(new, schools(30, 3)) > 0.9
    assert f1(new, offices(30, 3)) > 0.9


def test_a_killed_run_goes_on_after_its_last_epoch(encoder: Path, tmp_path: Path) -> None:
    seen: list[int] = []

    def taught(epoch: int) -> list[Example]:
        seen.append(epoch)
        if seen == [0, 1, 2]:
            raise KeyboardInterrupt
        return offices(20, epoch)

    with pytest.raises(KeyboardInterrupt):
        tagger.train(encoder, taught, offices(10, 9), tmp_path, SETTINGS)
    tagger.train(encoder, taught, offices(10, 9), tmp_path, SETTINGS)
    assert seen == [0, 1, 2, 2, 3, 4, 5]
    assert not (tmp_path / "last.pt").exists()
    assert json.loads((tmp_path / "training.json").read_text())["settings"]["epochs"] == SETTINGS.epochs


def test_a_killed_run_remembers_its_best_epoch(encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = iter([9, 2, 3])
    monkeypatch.setattr(tagger, "evaluate", lambda *_: tagger.Score(*(Counter(AGENCY=n) for n in (next(scores), 10, 10))))
    killed = iter([False, True, False, False])

    def taught(epoch: int) -> list[Example]:
        if next(killed):
            raise KeyboardInterrupt
        return offices(5, epoch)

    with pytest.raises(KeyboardInterrupt):
        tagger.train(encoder, taught, [], tmp_path, replace(SETTINGS, epochs=3))
    tagger.train(encoder, taught, [], tmp_path, replace(SETTINGS, epochs=3))
    assert json.loads((tmp_path / "training.json").read_text())["epoch"] == 0


def test_only_a_new_head_learns_faster(encoder: Path, tmp_path: Path) -> None:
    tagger.train(encoder, lambda _: offices(5, 1), offices(5, 2), tmp_path, replace(SETTINGS, epochs=1))
    for folder, times in ((encoder, [1.0, SETTINGS.head]), (tmp_path, [1.0, 1.0])):
        model = tagger.network(folder, SETTINGS, LAYERS)
        groups = tagger._groups(model, folder, SETTINGS)
        assert [group["times"] for group in groups] == times
        assert sum(len(group["params"]) for group in groups) == len(list(model.parameters()))


def test_the_mean_of_the_weights_follows_them_and_forgets_the_first() -> None:
    weight = torch.nn.Linear(1, 1, bias=False)
    mean = AveragedModel(weight, multi_avg_fn=tagger._running(0.9))
    for value in (100.0, *[1.0] * 200, 2.0):
        weight.weight.data.fill_(value)
        mean.update_parameters(weight)
    assert 1.0 < float(mean.module.weight.detach()) < 1.2


def test_what_is_saved_keeps_a_share_of_the_weights_before(encoder: Path) -> None:
    before = tagger.network(encoder, SETTINGS, LAYERS)
    after = deepcopy(before)
    for weight in after.parameters():
        weight.data += 1
    for kept in (0.0, 0.25, 1.0):
        mixed = tagger.blended(after, before, kept)
        for result, first in zip(mixed.parameters(), before.parameters(), strict=True):
            assert torch.allclose(result - first, torch.full_like(first, 1 - kept), atol=1e-5)


def test_the_best_epoch_counts_labels_evenly_or_spans_alike(encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rare, frequent = {"DATE": 10, "AGENCY": 500}, {"DATE": 1, "AGENCY": 900}
    true = Counter(DATE=10, AGENCY=1000, FIGURE=1, PROBLEM=1, MEASURE=1)
    for even, best in ((True, 0), (False, 1)):
        scores = iter([rare, frequent])
        monkeypatch.setattr(tagger, "evaluate", lambda *_, s=scores: tagger.Score(Counter(next(s)), true, true))
        settings = replace(SETTINGS, epochs=2, even=even)
        tagger.train(encoder, lambda _: offices(3, 1), [], tmp_path / str(even), settings)
        assert json.loads((tmp_path / str(even) / "training.json").read_text())["epoch"] == best


def test_the_folder_is_one_of_hugging_face(encoder: Path, tmp_path: Path) -> None:
    from transformers import AutoModelForTokenClassification

    tagger.train(encoder, lambda _: offices(10, 1), offices(5, 2), tmp_path, replace(SETTINGS, epochs=1))
    model = AutoModelForTokenClassification.from_pretrained(tmp_path)
    assert model.config.id2label[5] == "entities:B-AGENCY"
    assert model.config.type_vocab_size == tagger.count_types()


def test_proposals_are_thinned_whole_span_by_whole_span() -> None:
    given = [0, 0, 5, 10, 10, 0, 5, 10]
    found = [tagger._thinned(given, 0.9, Random(seed)) for seed in range(60)]
    assert [0] * 8 in found
    assert all(row[i] in (0, kind) for row in found for i, kind in enumerate(given))
    assert given in [tagger._thinned(given, 0.0, Random(1))]


def test_a_folder_tells_from_how_many_reports_its_linear_models_learned(tmp_path: Path) -> None:
    (tmp_path / "training.json").write_text('{"reports": 557}')
    run._note(tmp_path, "links")
    told = json.loads((tmp_path / "training.json").read_text())
    assert told["reports"] == 557
    assert told["links"]["reports"] == len(run.sources("train"))
