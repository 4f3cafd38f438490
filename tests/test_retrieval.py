"""How well articles are found: ranks and shares by hand, sets that are drawn by seed, one small run."""

import json
import lzma

import numpy as np
import pytest
from conftest import HashingEncoder

from eval import retrieval
from eval.haystacks import Needle, cmrc, crud
from eval.retrieval import Found, article_scores, by_bm25, figures, rank_of
from index.build import build
from index.generation import load
from index.search import Searcher
from index.words import tokenize

SOUGHT = Needle("q", "问", ("b",), None, None)
RANKED = [("a", "甲"), ("a", "乙"), ("c", "丙"), ("b", "丁300棵")]


def test_each_article_counts_once():
    assert rank_of(SOUGHT, RANKED, of_passages=False) == 2
    assert rank_of(SOUGHT, RANKED[:3], of_passages=False) is None


def test_of_evidence_each_passage_counts_and_a_part_of_a_number_does_not():
    assert rank_of(Needle("q", "问", ("b",), "300棵", None), RANKED, of_passages=True) == 3
    assert rank_of(Needle("q", "问", ("b",), "30", None), RANKED, of_passages=True) is None


def test_shares_over_all_and_over_halves():
    tuned, held_out = Needle("1", "问", (), None, "tuned"), Needle("2", "问", (), None, "held_out")
    told = figures([Found(tuned, 0, 1.0), Found(tuned, 7, 3.0), Found(held_out, None, 2.0), Found(held_out, 4, 2.0)])
    assert (told["@1"], told["@5"], told["@10"], told["p50_ms"]) == (0.25, 0.5, 0.75, 2.0)
    assert told["tuned"] == {"@1": 0.5, "@5": 0.5, "@10": 1.0} and told["held_out"] == {"@1": 0.0, "@5": 0.5, "@10": 0.5}


@pytest.fixture
def data(tmp_path):
    """Twelve articles about twelve parks, and a question about one of them."""
    (tmp_path / "news").mkdir()
    (tmp_path / "dev").mkdir()
    (tmp_path / "train").mkdir()
    parks = [
        {"id": f"n{number}", "date": f"2023-07-{number + 1:02d} 10:00", "text": f"{name}湖公园昨天开放，种了{number * 7 + 2}棵树。"}
        for number, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑")
    ]
    asked = {"id": "q", "question": "庚湖公园种了多少棵树", "vague": False, "gold_doc_id": "n6"}
    context = {"id": "c", "question": "谁写的", "context": "书是王芳写的。", "answers": [{"text": "王芳", "start": 2}], "answerable": True}
    sets = {"news/crud_docs": parks, "dev/crud_1doc_a": [asked, {**asked, "id": "v", "vague": True}], "dev/cmrc2018_dev_a": [context]}
    sets["train/cmrc2018_train"] = [context, {**context, "context": "画是李强画的。"}]
    for name, rows in sets.items():
        with lzma.open(tmp_path / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return tmp_path


def test_gold_articles_stand_among_the_same_others_every_time(data, tmp_path, monkeypatch):
    monkeypatch.setattr("eval.haystacks.OTHERS", 4)
    first, again = crud(data, tmp_path / "one"), crud(data, tmp_path / "two")
    texts = [(stack.folder / "articles.jsonl").read_text(encoding="utf-8") for stack in (first, again)]
    ids = [json.loads(line)["id"] for line in texts[0].splitlines()]
    assert texts[0] == texts[1] and len(ids) == 5 and "n6" in ids and ids == sorted(ids, key=lambda name: int(name[1:]))
    assert [needle.id for needle in first.needles] == ["q"]


def test_equal_paragraphs_are_one_article(data, tmp_path):
    stack = cmrc(data, tmp_path)
    assert len((stack.folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert stack.needles[0].articles == ("p0",)


def test_the_slow_way_adds_the_article_to_its_passage(data, tmp_path):
    stack = crud(data, tmp_path)
    build([stack.folder], tmp_path / "index", HashingEncoder(), lambda *step: None)
    searcher = Searcher(load(tmp_path / "index"), HashingEncoder())
    question = stack.needles[0].question
    whole = article_scores(searcher.generation, tokenize(question))
    assert searcher.generation.catalog[int(np.argmax(whole))].id == "n6"
    assert [by_bm25(searcher, question, articles)[0][0] for articles in (True, False)] == ["n6", "n6"]


def test_a_small_run_prints_figures(data, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(retrieval, "load_encoder", lambda name, threads: HashingEncoder())
    monkeypatch.setattr("sys.argv", ["retrieval", "--data", str(data), "--work", str(tmp_path / "work"), "--sets", "crud"])
    retrieval.main()
    told = json.loads(capsys.readouterr().out)["crud"]
    assert {told[way]["@1"] for way in ("bm25", "passages", "search")} == {1.0} and told["articles"] == 12
