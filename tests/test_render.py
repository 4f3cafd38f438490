"""Cards and articles as HTML: every field escaped, every quote verbatim, a refusal no error and an error no refusal."""

import re
from dataclasses import replace

from conftest import answered, not_found, rearranged_article, small_article
from markup import inside, parsed, plain

from app.answer import Conflict
from app.quote import make_quote
from corpus.article import Repair
from ui.render import answer_card, error_card, wanted_articles
from ui.shell import article_page, document, notice_page
from ui.words import holds, sure_words

HOSTILE = "<script>alert(1)</script>\"'&{{value}}${1}\ud800"
def card(answer, *articles):
    return answer_card(answer, {article.id: article for article in articles or (small_article(),)})


def test_an_answer_shows_its_words_its_sentence_and_where_it_stands():
    answer = answered()
    html = card(answer)
    parsed(html)
    quote = answer.quotes[0]
    assert '<p class="short">300棵银杏<button' in html
    [sentence] = inside(html, "blockquote")
    assert plain(sentence) == quote.sentence
    assert [plain(mark) for mark in inside(sentence, "mark")] == [quote.text]
    assert plain(inside(html, "figure")[0]).endswith("李明《东湖公园开放》东湖日报 · 2025年4月1日")
    assert "原文逐字" in html and sure_words(0.93) in html
    assert 'aria-label="来源 1：东湖公园开放"' in html
    assert f'data-href="{quote.permalink}"' in html


def test_the_article_lies_in_the_card_with_the_quote_marked():
    [template] = inside(card(answered()), "template")
    title, _, rest = small_article().text.partition("\n")
    assert plain(template) == f"{title}\n王芳\n{rest}"
    quote = answered().quotes[0]
    assert "".join(plain(mark) for mark in inside(template, "mark")) == quote.text


def test_a_refusal_has_its_reason_and_the_nearest_passages_but_no_source():
    html = card(not_found())
    parsed(html)
    assert 'data-kind="not_found"' in html
    assert "文中没有提到" in html and "文中提到东湖公园，没有提到门票。" in html
    assert "最接近的段落" in html and "来源" not in html and "原文逐字" not in html
    assert "把握" not in html
    assert 'data-open="p0"' in html
    assert "<b>东湖公园</b>" in html


def test_a_follow_up_without_a_conversation_is_asked_to_be_completed():
    html = card(replace(not_found(), reason_code="needs_context", passages=()))
    assert "请把问题补全" in html and "最接近的段落" not in html


def test_how_a_follow_up_was_understood_is_shown_and_can_be_put_into_the_box():
    html = card(replace(answered("那银杏呢"), rewritten="东湖公园种了多少棵银杏"))
    parsed(html)
    assert "理解为：东湖公园种了多少棵银杏" in html and 'data-edit="东湖公园种了多少棵银杏"' in html
    assert "data-edit" not in card(answered())


def test_a_failure_never_looks_like_not_found():
    html = error_card("东湖公园", "请再问一次。")
    parsed(html)
    assert 'data-kind="error"' in html and 'role="alert"' in html and 'data-ask="东湖公园"' in html
    assert "没有提到" not in html
    assert "data-ask" not in error_card("东湖公园", "请再问一次。", again=False)


def test_every_field_is_escaped():
    fields = {"title": HOSTILE, "source": HOSTILE, "date": HOSTILE}
    article = replace(small_article(), **fields, authors=(HOSTILE,), repairs=(Repair("moved", 1.0, HOSTILE, ()),))
    quote = replace(answered().quotes[0], **fields, speaker=HOSTILE, resolved=HOSTILE, url="javascript:alert(1)")
    passage = replace(answered().passages[0], text=HOSTILE)
    answer = replace(answered(HOSTILE), answer=HOSTILE, rewritten=HOSTILE, quotes=(quote,), passages=(passage,), degraded=HOSTILE)
    refusal = replace(not_found(HOSTILE), reason=HOSTILE, passages=(passage,))
    pages = notice_page(HOSTILE, HOSTILE), document(HOSTILE, ""), article_page(article, (0, 2))
    for html in (card(answer, article), card(refusal, article), error_card(HOSTILE, HOSTILE), *pages):
        seen = parsed(html).seen
        assert "<script>alert" not in html
        assert not any(name.startswith("on") for _, attributes in seen for name in attributes)
        assert not any(str(attributes.get("href", "")).startswith("javascript") for _, attributes in seen)
        html.encode()


def test_one_number_an_article_by_first_appearance():
    other = replace(small_article(), id="xihu", title="西湖公园开放")
    first, second = answered().quotes[0], make_quote(other, other.text.index("120棵"), other.text.index("120棵") + 4)
    third = make_quote(other, other.text.index("全年"), other.text.index("全年") + 4)
    answer = replace(answered(), quotes=(second, first, third))
    html = card(answer, small_article(), other)
    assert wanted_articles(answer) == ["xihu", "donghu"]
    short = html[: html.index('<p class="sure">')]
    assert re.findall(r'aria-label="([^"]*)"', short) == ["来源 1：西湖公园开放", "来源 2：东湖公园开放"]
    assert len(inside(html, "figure")) == 3 and len(inside(html, "template")) == 2


def test_quotes_of_one_sentence_are_shown_in_it_together():
    article = small_article()
    starts = [article.text.index(words) for words in ("300棵银杏、120棵樱花", "市园林局")]
    quotes = tuple(make_quote(article, start, start + 4) for start in starts)
    html = card(replace(answered(), quotes=quotes))
    [sentence] = inside(html, "blockquote")
    assert plain(sentence) == quotes[0].sentence
    assert [plain(mark) for mark in inside(sentence, "mark")] == [quote.text for quote in quotes]
    assert html.count('data-open="q0 q1"') == 2, "the answer's number and the sentence's open both clauses"


def test_an_article_that_is_gone_or_has_changed_is_not_linked():
    changed = replace(small_article(), text=small_article().text.replace("300", "301"))
    assert not holds(changed, answered().quotes[0])
    for html in (answer_card(answered(), {}), card(answered(), changed)):
        assert 'class="chip dead"' in html and "data-open" not in html and "<template" not in html


def test_conflicts_related_degraded_repaired_and_rewritten_are_shown():
    quote = answered().quotes[0]
    answer = replace(answered(), conflicts=(Conflict("120棵", (quote,)),), related=(quote,), rewritten="东湖公园有几棵银杏")
    html = card(replace(answer, degraded="向量索引还在建立，暂时只按词检索。", repaired=True))
    parsed(html)
    for words in ("另有一种说法：120棵", "相关，但说的范围不同", "暂时只按词检索", "此文版面经过重排", "理解为：东湖公园有几棵银杏"):
        assert words in html
    bare = card(answered())
    for words in ("另有一种说法", "相关，", "只按词", "重排", "理解为"):
        assert words not in bare


def test_a_repaired_article_lies_in_the_card_with_its_changes_and_as_it_came():
    article = rearranged_article()
    start = article.text.index("300棵银杏")
    html = card(replace(answered(), quotes=(make_quote(article, start, start + 5),), passages=()), article)
    parsed(html)
    [template] = inside(html, "template")
    assert "看原来的排列" in template and template.count("<li>") == len(article.repairs)
    assert 'class="came-switch"' not in card(answered())


def test_what_was_only_consulted_is_folded_and_holds_no_quoted_passage():
    passage = answered().passages[0]
    headline = replace(passage, start=0, end=6, text="东湖公园开放", also=("a", "b"))
    html = card(replace(answered(), passages=(passage, headline)))
    [folded] = inside(html, "details")
    assert "也查阅过（1 处）" in folded and "另见2篇" in folded and '<a href="/a/b~"' in folded
    assert "<details" not in card(answered())


def test_a_quoted_sentence_names_the_articles_that_have_it_as_well():
    (passage,) = answered().passages
    html = card(replace(answered(), passages=(replace(passage, also=("a", "b/c", "d", "e")),)))
    parsed(html)
    [figure] = inside(html, "figure")
    assert "另见4篇：" in figure and '<a href="/a/b%2Fc~" target="_blank">b/c</a>' in figure and "…" in figure
    assert "另见" not in card(answered())
