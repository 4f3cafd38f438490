"""A generation as it is loaded: every part speaks of the same passages, or nothing is answered from it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from conftest import HashingEncoder, build_tiny

from corpus.errors import ArticleNotFound, BadSetting, IndexDamaged
from index import generation as module
from index.dense import build_dense
from index.filters import Entry
from index.generation import load
from index.postings import build_lexical
from index.rows import indexed_text
from index.words import VERSION, dictionary_hash


def test_the_tiny_index(tiny_index):
    generation = load(tiny_index)
    assert generation.name == "gen-000001"
    assert generation.catalog == (
        Entry("bridge", "2024-12-30", "西岸晚报", ("李强",), ()),
        Entry("donghu", "2025-04-01", "东湖日报", ("王芳",), ()),
        Entry("metro", "2025-05-06", "东湖日报", ("王芳", "赵敏"), ("周建国", "记者")),
    )
    passages = [generation.passage(row) for row in range(len(generation.passages))]
    assert [passage.article_id for passage in passages] == ["bridge", "donghu", "donghu", "metro", "metro"]
    assert generation.article_of.tolist() == [0, 1, 1, 2, 2]
    assert passages[0].text == "西岸大桥昨天通车，全长3.2公里，双向六车道。"


def test_the_manifest_says_what_was_built_from_what(tiny_index):
    manifest = load(tiny_index).manifest
    assert (manifest["articles"], manifest["passages"], manifest["dimensions"]) == (3, 5, 256)
    assert (manifest["words"], manifest["dictionary"], manifest["encoder"]) == (VERSION, dictionary_hash(), "hashing-1")


def test_articles_by_id_and_passages_inside_them(tiny_index):
    generation = load(tiny_index)
    for row in range(len(generation.passages)):
        passage = generation.passage(row)
        assert generation.article(passage.article_id).text[passage.start : passage.end] == passage.text
    assert [generation.rows_of(name) for name in ("bridge", "donghu", "metro")] == [[0], [1, 2], [3, 4]]
    for ask in (generation.article, generation.rows_of):
        with pytest.raises(ArticleNotFound):
            ask("nowhere")


def test_rows_of_both_arms_are_the_passages(tiny_index):
    generation, encoder = load(tiny_index), HashingEncoder()
    for row in range(len(generation.passages)):
        own = encoder.encode_passages([indexed_text(generation.passage(row))])[0]
        assert np.array_equal(generation.dense.faiss.reconstruct(row), own.astype(np.float16).astype(np.float32))
    assert np.argmax(generation.lexical.scores(["大桥"])) == 0
    assert np.argmax(generation.lexical.scores(["银杏"])) == 2
    assert np.argmax(generation.lexical.scores(["车站"])) == 4


VECTORS = np.eye(6, 256, dtype=np.float32)


@pytest.mark.parametrize(
    ("part", "made", "said"),
    [
        ("lexical", build_lexical([["a"]] * 6), "BM25 有 6 段，清单写的是 5 段"),
        ("lexical", build_lexical([["a"]] * 4), "BM25 有 4 段，清单写的是 5 段"),
        ("dense", build_dense(VECTORS), "FAISS 有 6 段，清单写的是 5 段"),
        ("dense", build_dense(VECTORS[:5, :200]), "FAISS 有 200 维，清单写的是 256 维"),
        ("article_of", np.zeros(7, dtype=np.int32), "article_of 有 7 段，清单写的是 5 段"),
        ("catalog", (), r"catalog\.json 有 0 篇，清单写的是 3 篇"),
    ],
)
def test_counts_that_disagree_are_refused_with_both_numbers(tiny_index, part, made, said):
    with pytest.raises(IndexDamaged, match=said):
        replace(load(tiny_index), **{part: made})


def test_rows_of_another_file_are_refused_with_both_numbers(tiny_index):
    generation = load(tiny_index)
    with pytest.raises(IndexDamaged, match=r"passages\.jsonl 有 3 段，清单写的是 5 段"):
        replace(generation, passages=generation.articles)
    with pytest.raises(IndexDamaged, match=r"articles\.jsonl 有 5 篇，清单写的是 3 篇"):
        replace(generation, articles=generation.passages)


def test_the_self_test_finds_vectors_that_are_none(tiny_index):
    generation = load(tiny_index)
    generation.self_test()
    for factor in (0.0, 2.0, np.nan):
        damaged = replace(generation, dense=build_dense(VECTORS[:5] * np.float32(factor)))
        with pytest.raises(IndexDamaged, match="自检失败"):
            damaged.self_test()


def test_the_self_test_finds_terms_of_passages_that_are_not_there(tiny_index):
    generation = load(tiny_index)
    rows = generation.lexical.rows + np.int32(1)
    with pytest.raises(IndexDamaged, match="词表指向第 5 段，只有 5 段"):
        replace(generation, lexical=replace(generation.lexical, rows=rows)).self_test()


def test_a_manifest_may_be_refused_before_anything_large_is_read(tiny_index):
    def expect(manifest):
        raise BadSetting(f"made by {manifest['encoder']}")

    (tiny_index / "gen-000001" / "dense.faiss").write_bytes(b"")
    with pytest.raises(BadSetting, match="made by hashing-1"):
        load(tiny_index, expect)


@pytest.mark.parametrize(("name", "value"), [("VERSION", VERSION + 1), ("dictionary_hash", lambda: "other")])
def test_an_index_of_other_terms_is_refused(tiny_index, monkeypatch, name, value):
    monkeypatch.setattr(module, name, value)
    with pytest.raises(IndexDamaged, match="分词版本或词典"):
        load(tiny_index)


def test_a_loaded_generation_answers_after_newer_ones_replaced_it(tiny_index):
    old = load(tiny_index)
    for _ in range(5):
        build_tiny(tiny_index.parent / "articles", tiny_index)
    assert load(tiny_index).name == "gen-000006"
    assert old.passage(0).article_id == "bridge"
    assert json.loads((tiny_index / "gen-000001" / "manifest.json").read_text(encoding="utf-8")) == old.manifest
