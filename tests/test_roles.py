"""What each line of an article is, in interviews and in ordinary news."""

import pytest
from conftest import small_article

from corpus.article import Article, Paragraph
from corpus.roles import Line, assign, label, label_end, said_from, speakers

INTERVIEW = """\
山海之间

—访崂山区委书记张元升

□青岛日报/观海新闻记者 锡复春 衣涛

■山海城相融共生的崂山区。

激活“存量”

记者:崂山区如何建设强区？

张元升:今年,我们将实施新政策。

围绕策源地打造,将优化创新生态。

首先:要抓平台。

记者:还有什么?

张元升:没有了。
"""


def read(text):
    """(role, speaker) of each line of `text`; blank lines count as they do in a file."""
    found, gap = [], 0
    for line in text.split("\n"):
        if line:
            found.append(Line(line, max(0, gap - 1)))
        gap = 0 if line else gap + 1
    return [(part.role, part.speaker) for part in assign(found)]


def roles(text):
    return [role for role, _ in read(text)]


def names(text):
    return {speaker for _, speaker in read(text)} - {None}


def test_an_interview():
    assert read(INTERVIEW) == [
        ("headline", None), ("subhead", None), ("byline", None), ("caption", None), ("subhead", None),
        ("question", "记者"), ("answer", "张元升"), ("answer", "张元升"), ("answer", "张元升"), ("question", "记者"), ("answer", "张元升"),
    ]  # fmt: skip


def test_ordinary_news():
    news = (
        "崂山区将建十所学校\n\n2025年3月27日 星期四\n\n本报记者 王芳\n\n崂山区昨日宣布，今年将建十所学校。\n\n"
        "投资\n\n总投资为三亿元。\n\n学校将于明年投用。"
    )
    assert roles(news) == ["headline", "dateline", "byline", "lead", "subhead", "body", "body"]
    assert names(news) == set()


@pytest.mark.parametrize(
    "line",
    [
        "据记者了解：学校将于九月开学。", "时间：3月27日上午9时。", "问题：停车难怎么解决？",
        "张元升说：“今年要建十所学校。”", "顾问：一个新的职业。", "本报讯：学校开学了。", "一是：加快建设。",
        "崂山区委书记张元升表示：今年要建十所学校。", "地址：香港路18号。",
    ],
)  # fmt: skip
def test_a_colon_in_ordinary_news_makes_no_speaker(line):
    assert names(f"崂山区将建十所学校\n\n崂山区昨日宣布了计划。\n\n{line}\n\n李明：这条线以后还有一句。\n\n学校将于明年投用。") == set()


def test_credits_are_bylines_and_no_conversation():
    news = "崂山区将建十所学校\n\n崂山区昨日宣布了计划。\n\n记者：王芳\n\n编辑：李明\n\n来源：青岛日报"
    assert read(news)[2:] == [("byline", None)] * 3


def test_a_credit_asks_nothing_so_nobody_answers_it():
    assert names("崂山区将建十所学校\n\n记者：王芳\n\n李明：一位校长的一天，从早上六点开始。\n\n学校将于明年投用。") == set()


def test_a_credit_after_an_interview_is_still_a_credit():
    assert read(INTERVIEW + "\n记者：王芳 李明\n")[-1] == ("byline", None)


def test_a_reporter_without_an_answer_is_no_conversation():
    assert names("探访\n\n记者：崂山区昨日宣布了计划。\n\n学校将于明年投用。") == set()


def test_question_and_answer_by_signs_name_nobody():
    talk = "问：何时开学？\n答：九月一日。\n家长会在八月开。\n问：在哪里？\n答：在张村河。"
    assert read(talk) == [(role, None) for role in ("question", "answer", "answer", "question", "answer")]
    assert roles("Q：何时开学？\nA：九月一日。") == ["question", "answer"]


def test_a_paper_may_ask():
    talk = "新京报：何时开学？\n李明：九月一日。\n新京报：在哪里？\n李明：在张村河。"
    assert read(talk) == [("question", "新京报"), ("answer", "李明")] * 2


def test_two_may_answer_one_question():
    talk = "本报记者：何时开学？\n李明：九月一日。\n王芳：也可能更早。\n本报记者：在哪里？\n李明：在张村河。\n王芳：是的，在那里。"
    assert [speaker for _, speaker in read(talk)] == ["本报记者", "李明", "王芳"] * 2


def test_labels_inside_an_answer_are_no_speakers():
    talk = "记者：怎么做？\n李明：分三步走。\n首先：建学校。\n目标：明年投用。"
    assert [speaker for _, speaker in read(talk)] == ["记者", "李明", "李明", "李明"]


def test_far_from_the_answer_nobody_is_known_to_speak():
    assert read(INTERVIEW + "\n\n\n\n当下中国经济发展最火热的高频词，当属新质生产力。")[-1] == ("lead", None)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("2025年3月27日 星期四", "dateline"), ("2025年3月27日星期四", "dateline"), ("2025-03-27", "dateline"),
        ("第3版", "dateline"), ("2025年1月1日起公交票价下调", "headline"), ("—区(市)委书记访谈", "subhead"),
        ("（李明 摄）", "caption"), ("▲学校的操场。", "caption"),
        ("上图：学校的操场。", "caption"), ("本报记者 王芳 李明", "byline"), ("□青岛日报记者 王芳", "byline"),
    ],
)  # fmt: skip
def test_marks_tell_the_role(line, role):
    assert roles(f"{line}\n\n崂山区昨日宣布，今年将建十所学校。")[0] == role


def test_a_list_item_that_ends_like_a_sentence_is_text():
    assert roles("标题\n\n导语是一句话。\n\n- 第一条要建学校。") == ["headline", "lead", "body"]


@pytest.mark.parametrize("line", ["东湖公园开放", "东湖公园昨天开放。", "。！？", "记者:"])
def test_an_article_of_one_line_is_text(line):
    assert read(line) == [("lead", None)]


def test_lines_that_are_all_short_have_one_headline():
    assert roles("东湖\n西湖\n南湖") == ["headline", "subhead", "subhead"]


def test_labels_and_where_they_end():
    assert (label("张元升: 今年"), label_end("张元升: 今年")) == ("张元升", len("张元升: "))
    assert (label("张元升:"), label_end("张元升:")) == (None, 0)
    assert (label("今年,我们:"), label_end("今年,我们:")) == (None, 0)
    assert label("青岛市崂山区委书记张元升：好") is None  # longer than any label


def test_known_speakers():
    lines = [Line(text, 1) for text in INTERVIEW.split("\n") if text]
    assert speakers(lines) == {"记者": "question", "张元升": "answer"}
    assert speakers([]) == {}


def test_words_are_said_behind_the_label_unless_the_label_is_meant():
    article = small_article()
    answer = article.paragraphs[2]
    assert article.text[said_from(article, answer, answer.end - 1) :].startswith("东湖公园种了")
    assert said_from(article, answer, answer.start + 1) == answer.start
    assert said_from(article, article.paragraphs[0], 2) == 0


def test_a_colon_that_is_not_the_speakers_label_belongs_to_the_words():
    text = "首先:建学校。"
    article = Article("a", "", None, None, (), None, text, (Paragraph(1, "answer", "李明", 0, len(text)),), ())
    assert said_from(article, article.paragraphs[0], 4) == 0
