"""The same fact in several articles, other values for it, and what only looks like one."""

from dataclasses import replace

import pytest
from conftest import HashingEncoder, PointingReader, margin_judge

from app.answerer import Answerer
from app.quote import check_law
from index.build import build
from index.generation import load
from index.search import Searcher

SCHOOLS = "青榆湾片区规划多少所学校"
FIRST = "青榆湾片区规划了24所学校，由市教育局建设。"


@pytest.fixture
def answerer(tmp_path):
    """An Answerer over articles given as {day: text}; an article's id is its day."""

    def over(texts):
        folder = tmp_path / "articles"
        folder.mkdir()
        for day, text in texts.items():
            head = f"---\nid: '{day}'\ntitle: 宁溪城建新闻\ndate: {day}\nsource: 宁溪日报\n---\n"
            (folder / f"{day}.md").write_text(f"{head}{text}\n", encoding="utf-8")
        build([folder], tmp_path / "index", HashingEncoder(), lambda *step: None)
        return Answerer(Searcher(load(tmp_path / "index"), HashingEncoder()), PointingReader(), margin_judge(), 10, 0.5)

    return over


def told(answer):
    """Whose quotes the answer has, and the other values with theirs."""
    conflicts = [(conflict.answer, [quote.article_id for quote in conflict.quotes]) for conflict in answer.conflicts]
    return [quote.article_id for quote in answer.quotes], conflicts


def test_the_same_value_is_one_answer_with_several_quotes(answerer):
    both = answerer({"2024-03-01": FIRST, "2024-05-01": "据悉，青榆湾片区规划了24所学校，分三批投用。"})
    answer = both.answer(SCHOOLS)
    assert answer.answer.startswith("24所")
    assert (sorted(told(answer)[0]), answer.conflicts) == (["2024-03-01", "2024-05-01"], ())
    for quote in answer.quotes:
        check_law(both.article(quote.article_id), quote)


def test_at_most_three_quotes(answerer):
    days = [f"2024-0{month}-01" for month in range(1, 6)]
    texts = {day: f"{FIRST}记者第{number}次来到这里，看到了{number * 7 + 11}台塔吊。" for number, day in enumerate(days)}
    assert len(answerer(texts).answer(SCHOOLS).quotes) == 3


def test_another_value_is_a_conflict_newest_first(answerer):
    texts = {
        "2024-03-01": FIRST,
        "2023-01-05": "青榆湾片区规划了18所学校，由区里建设，已经公示。",
        "2024-09-09": "青榆湾片区规划了31所学校，由市教育局统一建设和管理。",
    }
    answer = answerer(texts).answer(SCHOOLS)
    values = {"2024-03-01": "24所", "2023-01-05": "18所", "2024-09-09": "31所"}
    own = answer.quotes[0].article_id
    others = sorted((day for day in values if day != own), reverse=True)
    assert answer.answer.startswith(values[own])
    assert [(answer[:3], days) for answer, days in told(answer)[1]] == [(values[day], [day]) for day in others]


def test_articles_that_agree_on_the_other_value_stand_together(answerer):
    texts = {
        "2024-03-01": "青榆湾片区规划了多少所学校？青榆湾片区规划了24所学校。",
        "2023-01-05": "青榆湾片区规划了18所学校，由区里建设，已经公示。",
        "2022-09-09": "青榆湾片区规划了18所学校，草案正在征求大家意见。",
    }
    answer = answerer(texts).answer(SCHOOLS)
    assert answer.answer.startswith("24所")
    assert told(answer)[1] == [("18所学校", ["2023-01-05", "2022-09-09"])]


@pytest.mark.parametrize(
    "other",
    [
        "青榆湾片区按规划建成了18所学校，由市教育局管理。",  # another state
        "青榆湾片区首批规划了18所学校，由市教育局建设。",  # a part
        "青榆湾片区二期规划了18所学校，由市教育局建设。",
        "2019年，青榆湾片区规划了18所学校，由市教育局建设。",  # another time
        "青榆湾片区规划了约23所学校，由市教育局建设。",  # about as many
        "青榆湾片区规划了18公里道路，由市教育局建设学校。",  # another measure
        "青榆湾片区开工，栖江片区规划了18所学校，由市教育局建设。",  # another place
        "青榆湾片区开工，全市规划了18所学校，由市教育局建设。",
        "栖江片区规划了18所学校，由市教育局建设。",
    ],
)
def test_what_is_no_conflict(answerer, other):
    assert answerer({"2024-03-01": FIRST, "2024-05-01": other}).answer(SCHOOLS).conflicts == ()


def test_one_article_does_not_contradict_itself(answerer):
    texts = {"2024-03-01": f"{FIRST}\n\n青榆湾片区规划了18所学校，这是去年的草案。"}
    assert answerer(texts).answer(SCHOOLS).conflicts == ()


def test_below_the_threshold_nothing_counts(answerer):
    made = answerer({"2024-03-01": FIRST, "2024-05-01": "青榆湾片区，学校规划18所。"})
    answer = made.answer(SCHOOLS)
    assert len(answer.conflicts) == 1
    answer = replace(made, threshold=answer.confidence).answer(SCHOOLS)
    assert (told(answer)[0], answer.conflicts) == (["2024-03-01"], ())


def test_yes_and_no_have_no_conflicts(answerer):
    texts = {"2024-03-01": FIRST, "2024-05-01": "青榆湾片区规划了18所学校，由市教育局建设。"}
    assert answerer(texts).answer("青榆湾片区规划了24所学校吗").conflicts == ()


def test_the_same_thing_elsewhere_in_the_article_is_related(answerer):
    texts = {"2024-03-01": f"{FIRST}\n\n今年全市要建成7所学校、3座公园。\n\n另有5所医院扩建。"}
    made = answerer(texts)
    answer = made.answer(SCHOOLS)
    (quote,) = answer.related
    assert "7所学校" in quote.text and "全市" in quote.sentence and answer.conflicts == ()
    check_law(made.article(quote.article_id), quote)
    assert made.answer("规划多少所学校").related == ()
