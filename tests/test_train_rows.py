"""Training rows: whole answers, crops of whole sentences, negatives that hold no answer."""

from itertools import islice
from random import Random

import pytest

from app.train_misses import Near, Words, swapped
from app.train_questions import ask, find
from app.train_rows import (
    CONTEXT,
    NONE,
    Asked,
    News,
    Row,
    crop,
    from_news,
    from_set,
    mixture,
    sentences,
    subject,
    unanswered,
    veiled,
    without,
)

TEXT = (
    "崂山区位于市区东部。张村河片区规划了21所中小学、28所幼儿园，目前已投用17所。片区面积约30.7平方公里，总投资超过500亿元。"
    "青岛市教育局局长王军介绍，首批学校将于2025年9月1日启用。产业包括虚拟现实、人工智能和海洋医药等。"
)
OTHER = (
    "李沧区位于市区北部。楼山片区规划了9所医院，目前已投用3所。片区面积约12.5平方公里，总投资超过80亿元。"
    "济南市卫生局局长赵强介绍，首批医院将于2023年5月1日启用。产业包括纺织服装、现代物流和食品加工等。"
)


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return Words(tmp_path_factory.mktemp("jieba"))


def golds(sentence):
    return [(one.kind, sentence[one.start : one.end]) for one in find(sentence)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("片区面积约30.7平方公里。", ("count", "约30.7平方公里")),
        ("全年增长5.5%以上，好于预期。", ("count", "5.5%以上")),
        ("活动吸引了300余家企业参加。", ("count", "300余家")),
        ("收入超过500亿元，创新高。", ("count", "超过500亿元")),
        ("规划了21所中小学、28所幼儿园。", ("pair", "21所中小学、28所幼儿园")),
        ("学校将于2025年9月1日启用。", ("date", "2025年9月1日")),
        ("公司于2019年成立。", ("date", "2019年")),
        ("市教育局局长王军介绍，情况很好。", ("person", "王军")),
        ("大会在青岛国际会展中心举行。", ("place", "青岛国际会展中心")),
        ("产业包括虚拟现实、人工智能和海洋医药等。", ("list", "虚拟现实、人工智能和海洋医药")),
    ],
)
def test_answers_are_found_whole(sentence, wanted):
    assert wanted in golds(sentence)


@pytest.mark.parametrize("sentence", ["中新网3月30日电据外媒报道。", "这是第21届运动会。", "电话13800138000。"])
def test_datelines_ordinals_and_bare_numbers_are_no_answers(sentence):
    assert golds(sentence) == []


def test_a_question_leaves_its_answer_out_and_asks():
    sentence = "张村河片区目前已投用17所学校，另有5所在建。"
    one = next(found for found in find(sentence) if sentence[found.start : found.end] == "17所")
    asked = {ask(sentence, one, Random(seed)) for seed in range(40)}
    assert len(asked) > 10
    assert all("17所" not in question and ("多少" in question or "几所" in question) for question in asked)


def test_sentences_cover_the_text():
    assert "".join(TEXT[a:b] for a, b in sentences(TEXT)) == TEXT


def test_a_crop_is_of_whole_sentences_around_the_span():
    start = TEXT.find("17所")
    a, b = crop(TEXT, start, start + 3, 10, Random(0))
    assert TEXT[a:b] == "张村河片区规划了21所中小学、28所幼儿园，目前已投用17所。"
    a, b = crop(TEXT, start, start + 3, len(TEXT), Random(0))
    assert (a, b) == (0, len(TEXT))


def test_without_takes_out_the_answers_sentence_alone():
    start = TEXT.find("17所")
    kept = without(TEXT, start, start + 3)
    assert "17所" not in kept and kept.startswith("崂山区") and "30.7平方公里" in kept


def test_rows_of_a_set_hold_their_answer_and_never_in_the_context():
    asked = Asked("投用了几所？", TEXT, "17所", TEXT.find("17所"))
    for seed in range(60):
        row = from_set(asked, ["一个题目"], Random(seed))
        assert row.text[row.start : row.end] == "17所" and "17所" not in row.context and len(row.context) <= CONTEXT


def test_rows_of_news_hold_their_answer():
    made = [from_news(News("崂山区：张村河片区建设提速", TEXT), Random(seed)) for seed in range(80)]
    rows = [row for row in made if row]
    assert len(rows) > 40 and {row.kind for row in rows} >= {"news count", "news pair", "news date"}
    for row in rows:
        gold = row.text[row.start : row.end]
        assert gold and gold not in row.question and gold not in row.context


def test_a_name_that_the_context_gives_may_be_veiled():
    text = "崂山区今年投入80亿元，崂山区还将扩建。"
    start = text.find("80亿元")
    row = veiled(Row("崂山区投入多少？", "崂山区：建设提速", text, start, start + 4), "崂山区")
    assert row.text == "该区今年投入80亿元，该区还将扩建。" and row.text[row.start : row.end] == "80亿元"
    unnamed = Row("崂山区投入多少？", "", text, start, start + 4)
    assert veiled(unnamed, "崂山区") == unnamed


@pytest.mark.parametrize(("title", "name"), [("崂山区：建设提速", "崂山区"), ("《新闻联播》开播", "《新闻联播》"), ("2025 年", "")])
def test_the_subject_of_a_title(title, name):
    assert subject(title) == name


def test_a_swap_puts_in_what_the_reader_does_not_see(words):
    question = "2025年张村河片区有多少所学校？"
    made = {swapped(question, TEXT + question, OTHER, words, Random(seed)) for seed in range(60)} - {None}
    assert len(made) > 3 and question not in made
    for one in made:
        new = [word for word, _ in words.named(one) if word not in question]
        assert all(word not in TEXT for word in new)


def test_a_year_moves_away_from_the_years_seen(words):
    for seed in range(20):
        made = swapped("2020年谁来了", "2020年，张三来了。2021年，李四来了。", "", words, Random(seed))
        assert made is None or made[:4] not in ("2020", "2021")


def test_rows_without_an_answer_hold_none(words):
    row = from_set(Asked("投用了几所？", TEXT, "17所", TEXT.find("17所")), [], Random(1))
    made = [unanswered(row, TEXT, [OTHER], words, Random(seed)) for seed in range(80)]
    kinds = {one.kind for one in made if one}
    assert {"without", "other"} <= kinds
    for one in made:
        if one:
            assert (one.start, one.end) == NONE
            assert one.kind == "swap" or "17所" not in one.text


def test_near_finds_the_passage_that_shares_rare_pairs():
    near = Near([TEXT, OTHER, "毫不相干的一句话。", TEXT.replace("张村河", "北村河")])
    assert near.like("张村河片区规划多少所中小学")[0] in (0, 3)
    assert near.like("毫不相干") == []  # pairs of one passage alone cannot find another


def test_the_mixture_keeps_its_shares(words):
    asked = [Asked("投用了几所？", TEXT, "17所", TEXT.find("17所")), Asked("投用了几所？", OTHER, "3所", OTHER.find("3所"))]
    news = [News("崂山区：张村河片区建设提速", TEXT), News("李沧区：楼山片区动工", OTHER)]
    rows = list(islice(mixture(asked, news, words, Random(5)), 600))
    none = sum(row.start < 0 for row in rows) / len(rows)
    assert 0.1 < none < 0.4 and {"set"} < {row.kind for row in rows}
    assert all(row.start < 0 or row.text[row.start : row.end] for row in rows)
    again = list(islice(mixture(asked, news, words, Random(5)), 600))
    assert rows == again
