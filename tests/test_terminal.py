"""What a person sees in a terminal."""

from dataclasses import replace

from conftest import answered, not_found, rearranged_article, small_article

from app.answer import Found, Quoted, Times
from ui.terminal import answer_text, article_text, passages_text, progress, quoted_text


def test_an_answer_with_its_sentence_place_and_how_sure():
    assert answer_text(answered()).split("\n") == [
        "300棵银杏",
        "",
        "「东湖公园种了300棵银杏、120棵樱花,由市园林局管理;」",
        "  ——李明，《东湖公园开放》，东湖日报，2025-04-01，第3段",
        "（对这个答案很有把握）",
    ]


def test_what_is_not_known_of_an_article_is_left_out():
    answer = answered()
    quote = replace(answer.quotes[0], source=None, date=None, speaker=None)
    assert "  ——《东湖公园开放》，第3段" in answer_text(replace(answer, quotes=(quote,)))


def test_a_refusal_says_why_and_shows_the_nearest_never_in_quotation_marks():
    text = answer_text(not_found())
    assert text.startswith("文中没有提到。\n文中提到东湖公园，没有提到门票。\n")
    assert "最接近的段落：\n  · 李明" in text and "「" not in text


def test_a_follow_up_alone_is_asked_for_its_context_only():
    text = answer_text(replace(not_found(), reason_code="needs_context", reason="请写全。"))
    assert text == "文中没有提到。\n请写全。"


def test_how_a_follow_up_was_understood():
    assert "按这个问题回答：东湖公园种了多少棵樱花" in answer_text(replace(answered(), rewritten="东湖公园种了多少棵樱花"))


def test_passages_are_numbered():
    passage = answered().passages[0]
    found = Found("银杏", "gen-1", (passage, passage), Times(1.0, 0.0, 1.0))
    assert passages_text(found).split("\n")[0] == f"1. [donghu {passage.start}-{passage.end}] 1.00"
    assert "\n\n2. [donghu" in passages_text(found)
    assert passages_text(replace(found, passages=())) == "没有找到。"


def test_an_article_line_by_line():
    lines = article_text(small_article()).split("\n")
    assert lines[:5] == ["标题：东湖公园开放", "日期：2025-04-01", "来源：东湖日报", "作者：王芳", ""]
    assert lines[5].split() == ["1", "headline", "东湖公园开放"]
    assert lines[7].split()[:3] == ["3", "answer", "李明"]
    assert "日期：不明" in article_text(replace(small_article(), date=None))


def test_what_was_put_in_another_order_stands_below_the_article():
    lines = article_text(rearranged_article()).split("\n")
    at = lines.index("此文版面经过重排")
    assert lines[at - 1] == "" and [line[:6] for line in lines[at + 1 :]] == ["  1. 去", "  2. 接", "  3. 移", "  4. 存"]
    assert "重排" not in article_text(small_article())


def test_where_a_text_stands():
    (quote,) = answered().quotes
    assert quoted_text(Quoted(quote.text, True, (quote,))) == f"donghu 第3段 {quote.start}-{quote.end}：「{quote.sentence}」"
    assert "一字不差" in quoted_text(Quoted("没有", False, ()))


def test_progress_is_silent_where_nobody_looks(capsys):
    with progress("建索引") as step:
        step("读", 1, 2)
        step("读", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_what_was_missing_when_an_answer_was_made():
    for answer in (answered(), not_found()):
        assert "注意：暂时只按词检索。" in answer_text(replace(answer, degraded="暂时只按词检索。"))
