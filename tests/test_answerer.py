"""One question, one straight line, over three tiny articles: what comes out, for every door the same."""

import sys
from collections import UserDict
from dataclasses import replace

import pytest
from conftest import HashingEncoder, margin_judge

from app.answer import Filters, Turn
from app.quote import check_law
from corpus.errors import ArticleNotFound, BadQuestion
from index.build import build
from index.dense import DenseIndex
from index.generation import load
from index.search import Searcher

TREES = "东湖公园种了多少棵银杏"


class WatchingFaiss:
    """A FAISS index that searches as the real one does and remembers by whose frames it was reached."""

    def __init__(self, faiss):
        self._faiss, self.frames = faiss, []

    def __getattr__(self, name):
        return getattr(self._faiss, name)

    def search(self, *arguments, **named):
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_name != "the_caller":
            self.frames.append(frame.f_code.co_qualname)
            frame = frame.f_back
        return self._faiss.search(*arguments, **named)


def test_three_of_our_frames_stand_between_a_question_and_faiss(tiny_answerer):
    searcher = tiny_answerer.searcher
    dense = searcher.generation.dense
    watching = WatchingFaiss(dense.faiss)
    generation = replace(searcher.generation, dense=DenseIndex(watching, dense.size, dense.dimensions))
    answerer = replace(tiny_answerer, searcher=replace(searcher, generation=generation))

    def the_caller():
        return answerer.answer(TREES)

    assert the_caller().outcome == "answered"
    assert watching.frames == ["DenseIndex.search", "Searcher.search", "Answerer.answer"]


def test_an_answer_and_where_it_stands(tiny_answerer):
    answer = tiny_answerer.answer(TREES)
    (quote,) = answer.quotes
    assert (answer.outcome, answer.reason, answer.reason_code) == ("answered", None, None)
    assert answer.answer.startswith("300棵") and answer.answer in quote.text
    assert (quote.article_id, quote.source, quote.date) == ("donghu", "东湖日报", "2025-04-01")
    check_law(tiny_answerer.article("donghu"), quote)
    assert answer.generation == tiny_answerer.generation == "gen-000001"
    assert 0.5 <= answer.confidence <= 1


def test_what_is_not_there_has_a_reason_and_the_nearest_passages(tiny_answerer):
    answer = replace(tiny_answerer, threshold=1.0).answer("东湖公园门票多少钱")
    assert (answer.outcome, answer.answer, answer.quotes, answer.reason_code) == ("not_found", None, (), "partly")
    assert "没有提到" in answer.reason and "门票" in answer.reason
    assert answer.passages[0].article_id == "donghu"
    assert 0 <= answer.confidence < 1


def test_the_threshold_decides_and_reaching_it_is_enough(tiny_answerer):
    confidence = tiny_answerer.answer(TREES).confidence
    assert replace(tiny_answerer, threshold=confidence).answer(TREES).outcome == "answered"
    assert replace(tiny_answerer, threshold=min(1.0, confidence + 1e-9)).answer(TREES).outcome == "not_found"


def without_times(answer):
    return replace(answer, ms=None)


def test_the_same_question_has_the_same_answer(tiny_answerer):
    typed = ("东湖公园种了多少棵银杏", "  东湖公园种了多少棵银杏\n", "東湖公園種了多少棵銀杏")
    answers = [without_times(replace(tiny_answerer.answer(question), question="")) for question in typed]
    assert answers[0] == answers[1] == answers[2] == without_times(replace(tiny_answerer.answer(TREES), question=""))


def test_the_times_add_up(tiny_answerer):
    ms = tiny_answerer.answer(TREES).ms
    assert 0 < ms.search and 0 < ms.read and ms.search + ms.read <= ms.total + 1e-6


def test_k_cuts_the_passages_and_nothing_else(tiny_answerer):
    whole, cut = tiny_answerer.answer(TREES), tiny_answerer.answer(TREES, k=1)
    assert cut.passages == whole.passages[:1]
    assert without_times(replace(cut, passages=())) == without_times(replace(whole, passages=()))


def test_those_read_come_first_and_the_answers_passage_before_all(tiny_answerer):
    answer = replace(tiny_answerer, read_passages=2).answer(TREES)
    shown = [(passage.article_id, passage.start) for passage in answer.passages]
    assert len(shown) == len(set(shown))
    first = answer.passages[0]
    assert first.article_id == "donghu" and first.start <= answer.quotes[0].start < first.end


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (Filters(), {"bridge", "donghu", "metro"}),
        (Filters(since="2025-04-01"), {"donghu", "metro"}),
        (Filters(until="2025-04-01"), {"bridge", "donghu"}),
        (Filters(since="2025-01-01", until="2025-04-30"), {"donghu"}),
        (Filters(source="西岸晚报"), {"bridge"}),
        (Filters(author="赵敏"), {"metro"}),
        (Filters(speaker="周建国"), {"metro"}),
        (Filters(source="没有的报"), set()),
    ],
)
def test_only_what_the_filters_let_through_is_found(tiny_answerer, filters, articles):
    assert {passage.article_id for passage in tiny_answerer.answer(TREES, filters=filters).passages} == articles
    assert {passage.article_id for passage in tiny_answerer.search(TREES, 50, filters).passages} == articles


INTERVIEW = "海港扩建\n\n□海港晚报记者 林青\n\n记者：扩建多大？\n\n陈立：新建12个泊位。\n\n记者：谁来管理？\n\n陈立：由港务局管理。\n"


def test_a_question_about_the_head_of_the_paper_stays_inside_the_filters(tiny_answerer, tmp_path):
    folder = tmp_path / "interview"
    folder.mkdir()
    (folder / "harbour.txt").write_text(INTERVIEW, encoding="utf-8")
    build([folder], tmp_path / "other", HashingEncoder(), lambda *step: None)
    answerer = replace(tiny_answerer, searcher=Searcher(load(tmp_path / "other"), HashingEncoder()))
    assert answerer.answer("这篇文章是谁写的").answer == "林青"
    shown = answerer.answer("这篇文章是谁写的", filters=Filters(speaker="陈立")).passages
    assert {answerer.article("harbour").paragraph_at(passage.start).speaker for passage in shown} == {"陈立"}


def test_nothing_left_by_the_filters_is_not_found(tiny_answerer):
    answer = tiny_answerer.answer(TREES, filters=Filters(source="没有的报"))
    assert (answer.outcome, answer.reason_code, answer.confidence) == ("not_found", "absent", 0.0)
    assert answer.reason


def test_a_follow_up_needs_its_conversation(tiny_answerer):
    alone = tiny_answerer.answer("那樱花呢")
    assert (alone.outcome, alone.reason_code, alone.rewritten) == ("not_found", "needs_context", None)
    after = tiny_answerer.answer("那樱花呢", history=[Turn(TREES, "300棵")])
    assert after.rewritten == "东湖公园种了多少棵樱花"
    assert (after.outcome, after.question) == ("answered", "那樱花呢")


def test_a_question_that_stands_alone_ignores_the_conversation(tiny_answerer):
    assert without_times(tiny_answerer.answer(TREES, history=[Turn("大桥多长", "")])) == without_times(tiny_answerer.answer(TREES))


def test_bad_questions_do_not_reach_the_index(tiny_answerer):
    blind = replace(tiny_answerer, searcher=UserDict())
    for question in ("", "hello", "问" * 513, "学校\ud800"):
        with pytest.raises(BadQuestion):
            blind.answer(question)


def test_a_permalink_leads_to_the_quote(tiny_answerer):
    from urllib.parse import unquote

    (quote,) = tiny_answerer.answer(TREES).quotes
    article, (start, end) = tiny_answerer.follow(unquote(quote.permalink.removeprefix("/a/").removesuffix("#q")))
    assert (article.id, article.text[start:end]) == ("donghu", quote.text)
    for place in ("donghu", "没有~0-1-ff", "donghu~0-1-ff", ""):
        with pytest.raises(ArticleNotFound):
            tiny_answerer.follow(place)


def test_a_quote_is_verified_to_the_character(tiny_answerer):
    assert [place.article_id for place in tiny_answerer.verify_quote("全长3.2公里").places] == ["bridge"]
    assert tiny_answerer.verify_quote("全长3.3公里").verbatim is False


def test_a_judge_that_knows_better_changes_the_answer_not_the_quotes_law(tiny_answerer):
    doubting = replace(tiny_answerer, judge=replace(margin_judge(), bias=-100.0), threshold=0.0)
    answer = doubting.answer(TREES)
    assert answer.confidence < 1e-6 and answer.outcome == "answered"
    for quote in answer.quotes:
        check_law(tiny_answerer.article(quote.article_id), quote)


def test_an_answer_from_the_words_alone_says_so(tiny_answerer):
    searcher = tiny_answerer.searcher
    manifest = {**searcher.generation.manifest, "arms": ["BM25"]}
    generation = replace(searcher.generation, dense=None, manifest=manifest)
    answer = replace(tiny_answerer, searcher=replace(searcher, generation=generation)).answer(TREES)
    assert (answer.outcome, answer.degraded) == ("answered", "向量索引还在建立，暂时只按词检索。")
    assert answer.answer.startswith("300棵") and tiny_answerer.answer(TREES).degraded is None
