"""Both arms together: known questions find their articles, passages find themselves, and the order is always the same."""

import os
import subprocess
import sys

import numpy as np
import pytest
from conftest import HashingEncoder, build_tiny

from index.build import build
from index.filters import Filters
from index.fuse import dense_weight, fused
from index.generation import load
from index.rows import indexed_text
from index.search import CANDIDATES, Searcher, best, rows_where
from index.synonyms import widened
from index.words import characters, tokenize


@pytest.fixture
def tiny(tiny_index):
    return Searcher(load(tiny_index), HashingEncoder())


@pytest.fixture(scope="module")
def laoshan(laoshan_index, shipped_encoder):
    return Searcher(load(laoshan_index), shipped_encoder)


def searcher_of(tmp_path, *texts):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04d}.txt").write_text(text, encoding="utf-8")
    build([folder], tmp_path / "index", HashingEncoder(), lambda *step: None)
    return Searcher(load(tmp_path / "index"), HashingEncoder())


@pytest.mark.parametrize(
    ("question", "article"),
    [("东湖公园种了多少棵银杏", "donghu"), ("西岸大桥有多长", "bridge"), ("五号线设多少座车站", "metro"), ("哪里免费开放", "donghu")],
)
def test_a_known_question_finds_its_article(tiny, question, article):
    assert tiny.search(question, 1)[0].passage.article_id == article


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("张村河片区规划多少所学校", "21所中小学、28所幼儿园"),
        ("崂山区有多少位院士", "住崂两院院士19人"),
        ("今年要招引多少个过亿元的项目", "新招引过亿元项目100个以上"),
        ("算力规模要突破多少", "算力规模突破2600P"),
        ("谁采写的这篇报道", "锡复春"),
    ],
)
def test_a_known_question_finds_its_passage_in_the_shipped_article(laoshan, question, words):
    hits = laoshan.search(question, 5)
    assert any(words in hit.passage.text for hit in hits), [hit.passage.text[:20] for hit in hits]
    assert all(hit.passage.article_id == "laoshan-2025-03-27" for hit in hits)


def test_every_passage_finds_itself_first_by_its_own_vector(laoshan):
    generation, encoder = laoshan.generation, laoshan.encoder
    passages = [generation.passage(row) for row in range(len(generation.passages))]
    vectors = encoder.encode_passages([indexed_text(passage) for passage in passages])
    for row, vector in enumerate(vectors):
        rows, cosines = generation.dense.search(vector, 1)
        assert cosines[0] == pytest.approx(1, abs=1e-4)
        # the article prints one paragraph twice; a twin is as good as oneself
        assert passages[rows[0]].text == passages[row].text


def test_every_passage_finds_itself_first_by_its_own_words(laoshan):
    generation = laoshan.generation
    for row in range(len(generation.passages)):
        passage = generation.passage(row)
        scores = generation.lexical.scores(tokenize(indexed_text(passage)))
        assert generation.passage(int(np.argmax(scores))).text == passage.text


def test_scores_are_the_fusion_of_what_both_arms_say(tiny):
    question = "东湖公园种了多少棵银杏"
    hits = tiny.search(question, 10)
    generation, vector = tiny.generation, tiny.encoder.encode_question(question)
    words, signs = generation.lexical.scores(tokenize(question)), generation.lexical.scores(characters(question))
    lexical = words + np.float32(0.5) * signs
    dense = np.array([generation.dense.faiss.reconstruct(row) @ vector for row in range(5)], dtype=np.float32)
    of_articles = generation.whole.scores(tokenize(question) + characters(question), np.arange(len(generation.catalog)))
    weight = dense_weight(words.max(), generation.lexical.ceiling(tokenize(question)))
    expected = fused(lexical + of_articles[generation.article_of], dense, weight)
    assert [hit.row for hit in hits] == np.argsort(-expected, kind="stable").tolist()
    for hit in hits:
        assert (hit.score, hit.lexical, hit.dense) == pytest.approx((expected[hit.row], lexical[hit.row], dense[hit.row]), abs=1e-5)
        assert hit.passage == generation.passage(hit.row)


def test_a_synonym_counts_half_of_what_the_questions_own_word_counts(tmp_path):
    searcher = searcher_of(tmp_path, "西岸大桥昨天通车，双向六车道。", "东湖幼儿园昨天开学，招生三百人。", "东湖公园种了银杏，免费开放。")
    (hit, *_), lexical = searcher.search("哪里有幼稚园", 3), searcher.generation.lexical
    own, other = lexical.scores(tokenize("哪里有幼稚园")), lexical.scores(tokenize(" ".join(widened("哪里有幼稚园"))))
    signs = lexical.scores(characters("哪里有幼稚园"))
    assert hit.row == 1 and other[1] > 0
    assert hit.lexical == pytest.approx(own[1] + 0.5 * other[1] + 0.5 * signs[1])


def test_of_passages_with_the_same_words_the_one_with_the_same_characters_is_better(tmp_path):
    searcher = searcher_of(tmp_path, "东湖公园种了银杏，游人都说好看。", "东湖公园种了银杏，行人都说好看。", "西岸大桥通车。")
    question = "东湖公园游览"
    first, second, _ = searcher.search(question, 3)
    by_words = searcher.generation.lexical.scores(tokenize(question))
    assert by_words[0] == by_words[1] > 0
    assert (first.row, second.row) == (0, 1) and first.lexical > second.lexical


def test_k_is_how_many_and_best_first(tiny):
    all_hits = tiny.search("东湖公园", 100)
    assert len(all_hits) == 5
    for k in range(6):
        assert tiny.search("东湖公园", k) == all_hits[:k]
    scores = [hit.score for hit in all_hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", ["", "。", "🙂", "xyz", "量子力学"])
def test_a_question_about_nothing_still_has_an_order(tiny, question):
    hits = tiny.search(question, 10)
    assert len(hits) == 5
    assert all(hit.lexical == 0 and np.isfinite(hit.score) for hit in hits)


def test_only_allowed_passages_are_found(tiny):
    for filters, found in (
        (Filters(source="西岸晚报"), {"bridge"}), (Filters(since="2025-04-02"), {"metro"}), (Filters(author="王芳"), {"donghu", "metro"}),
        (Filters(source="无"), set()),
    ):  # fmt: skip
        allowed = rows_where(tiny.generation, filters)
        hits = tiny.search("东湖公园种了多少棵银杏", 10, allowed)
        assert {hit.passage.article_id for hit in hits} == found
        assert sorted(hit.row for hit in hits) == allowed.tolist()
    (only,) = tiny.search("东湖", 10, rows_where(tiny.generation, Filters(speaker="周建国")))
    assert only.passage.speaker == "周建国"


def test_equal_scores_stand_in_the_order_of_the_corpus(tmp_path):
    searcher = searcher_of(tmp_path, *["东湖公园种了300棵银杏，全年免费开放。"] * 130, "西岸大桥昨天通车，双向六车道。")
    hits = searcher.search("东湖公园种了多少棵银杏", 50, np.arange(131))
    assert [hit.row for hit in hits] == list(range(50))
    assert len({hit.score for hit in hits}) == 1


def test_of_many_passages_those_are_found_that_either_arm_likes(tmp_path):
    texts = [f"第{number}号公园昨天开放，市民前来参观。" for number in range(3 * CANDIDATES)]
    searcher = searcher_of(tmp_path, *texts, "西岸大桥昨天通车，双向六车道。")
    assert searcher.search("西岸大桥几车道", 1)[0].row == 3 * CANDIDATES
    assert searcher.search("第237号公园", 1)[0].row == 237


def test_best_is_the_head_of_a_stable_sort():
    scores = np.array([1, 3, 2, 3, 0, 3, 2], dtype=np.float32)
    for k in range(1, 10):
        assert best(scores, k).tolist() == sorted(np.argsort(-scores, kind="stable")[:k].tolist())
    assert best(scores[:0], 3).tolist() == []


def test_the_same_hits_in_every_process(tiny_index):
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, 'tests'); from conftest import HashingEncoder\n"
        "from index.generation import load; from index.search import Searcher\n"
        "hits = Searcher(load(Path(sys.argv[1])), HashingEncoder()).search('东湖公园种了多少棵银杏', 5)\n"
        "sys.stdout.buffer.write(repr([(hit.row, hit.score, hit.lexical, hit.dense) for hit in hits]).encode())"
    )
    printed = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("4242", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "OMP_NUM_THREADS": seed[0].replace("0", "2")}
        ran = subprocess.run([sys.executable, "-c", code, str(tiny_index)], env=environment, capture_output=True, check=True)
        printed.add(ran.stdout)
    assert len(printed) == 1 and b"(2, " in printed.pop()


def test_two_builds_of_the_same_articles_are_the_same_byte_for_byte(tiny_index):
    build_tiny(tiny_index.parent / "articles", tiny_index)
    first, second = (tiny_index / name for name in ("gen-000001", "gen-000002"))
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {p.name: p.read_bytes() for p in second.iterdir()}
