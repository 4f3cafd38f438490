"""The shipped models over the shipped article: the question it all began with, an article never seen, and the law over 500 questions."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.load import load_answerer
from app.quote import check_law
from app.settings import read_settings

pytestmark = pytest.mark.slow
HOUSE = Path(__file__).parent.parent
ARTICLE = HOUSE / "corpus" / "articles" / "laoshan-2025-03-27.txt"
RENAMED = {"张村河": "李沙河", "21所中小学、28所幼儿园": "34所中小学、45所幼儿园", "投用17所,在建5所": "投用26所,在建8所"}
PARAPHRASES = [
    "李沙河片区规划多少所学校",
    "李沙河片区一共规划了几所中小学、几所幼儿园？",
    "李沙河那边打算建多少中小学和幼儿园",
    "请问李沙河片区的中小学和幼儿园分别规划了多少所？",
    "规划里李沙河片区有多少学校",
]


@pytest.fixture(scope="module")
def shipped(laoshan_index):
    return load_answerer(read_settings(index=laoshan_index))


@pytest.fixture(scope="module")
def renamed(tmp_path_factory, shipped, shipped_encoder):
    """The same models over a copy of the article about another river, with other numbers."""
    from index.build import build
    from index.generation import load
    from index.search import Searcher

    folder = tmp_path_factory.mktemp("renamed")
    text = ARTICLE.read_text(encoding="utf-8")
    for before, after in RENAMED.items():
        assert before in text
        text = text.replace(before, after)
    (folder / "copy.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "index", shipped_encoder, lambda *step: None)
    return replace(shipped, searcher=Searcher(load(folder / "index"), shipped_encoder))


def test_the_question_it_all_began_with(shipped):
    answer = shipped.answer("张村河片区规划多少所学校")
    assert answer.answer == "21所中小学、28所幼儿园"
    assert [quote.text for quote in answer.quotes] == ["片区规划了21所中小学、28所幼儿园"]
    assert (answer.quotes[0].speaker, answer.quotes[0].source, answer.quotes[0].date) == ("张元升", "青岛日报", "2025-03-27")


@pytest.mark.parametrize("question", PARAPHRASES)
def test_an_article_never_seen_is_answered_from_its_own_words(renamed, question):
    answer = renamed.answer(question)
    assert answer.outcome == "answered", (answer.confidence, answer.reason)
    assert any("34所中小学、45所幼儿园" in quote.text for quote in answer.quotes), [quote.text for quote in answer.quotes]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("李沙河片区幼儿园规划了几所", "45所"),
        ("李沙河片区有多少中小学", "34所"),
        ("中小学跟幼儿园，李沙河片区分别规划了多少", "34所中小学、45所幼儿园"),
    ],
)
def test_the_noun_that_is_named_picks_its_number(renamed, question, expected):
    assert renamed.answer(question).answer == expected


def test_the_old_numbers_are_nowhere_in_the_new_article(renamed):
    answer = renamed.answer("张村河片区规划多少所学校")
    assert "21" not in (answer.answer or "")


def questions():
    """500: the gold questions, and those again as other people would type them."""
    lines = (HOUSE / "eval" / "gold" / "laoshan.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line)["question"] for line in lines]
    variants = [f"请问，{question.rstrip('？?')}！" for question in gold] + [question.rstrip("？?") + "\u3000" for question in gold]
    return list(dict.fromkeys([*gold, *variants]))[:500]


def test_500_questions_keep_the_law_of_quotes(shipped):
    """Answered whatever the confidence, so that nearly every question has quotes; fewer passages are read, so that it takes a minute."""
    eager = replace(shipped, threshold=0.0, read_passages=2)
    asked = questions()
    assert len(asked) == 500
    quoted = 0
    for question in asked:
        answer = eager.answer(question)
        if answer.answer is None:  # a count asked for, and no numeral in what was read
            assert answer.outcome == "not_found" and not answer.quotes
            continue
        for quote in answer.quotes:
            check_law(shipped.article(quote.article_id), quote)
            assert quote.text in quote.sentence and len(quote.sentence) <= 200
            quoted += 1
        texts = [quote.text for quote in answer.quotes]
        spans = [answer.answer] if any(answer.answer in text for text in texts) else answer.answer.split("、")
        assert len(texts) <= 3
        assert answer.answer in ("是", "否") or all(any(span in text for text in texts) for span in spans), (question, answer.answer, texts)
    assert quoted >= 500
