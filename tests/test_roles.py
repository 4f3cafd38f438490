"""What each line of an article is, in interviews and in ordinary news."""

from pathlib import Path

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


SHIPPED = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"
# Every line of the shipped article that is no answer, by how it begins.
OF_THE_SHIPPED = {
    "2025年3月27日 星期四": "dateline", "—区(市)委书记访谈": "subhead", "山海之间筑造": "headline", "—访市政协副主席": "subhead",
    "□青岛日报": "byline",
    "■山海城相融共生": "caption", "激活“存量”": "subhead", "记者:崂山区提出": "question", "记者:建设国内一流": "question",
    "青岛市政协副主席": "caption",
    "当下中国经济发展": "lead", "从1994年": "lead", "在这个春天": "lead", "电影《哪吒": "lead", "作为全市发展": "lead",
    "“创新是崂山区的基因": "lead",
    "当数字经济的浪潮": "lead", "引进“增量”": "subhead", "记者:大项目、好项目": "question", "记者:张村河片区": "question",
    "培育“变量”": "subhead",
    "记者:人才是": "question", "记者:新的一年": "question", "■崂山风景区迷人": "caption", "■“夸父”": "caption",
    "■张村河片区加速": "caption",
    "■宜居宜游": "caption",
}  # fmt: skip


def test_every_line_of_the_shipped_article():
    lines, gap = [], 0
    for line in SHIPPED.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            lines.append(Line(line.strip(), max(0, gap - 1)))
        gap = 0 if line.strip() else gap + 1
    parts = assign(lines)
    found = {line.text: part.role for line, part in zip(lines, parts, strict=True) if part.role != "answer"}
    beginnings = {next(opening for opening in OF_THE_SHIPPED if text.startswith(opening)): role for text, role in found.items()}
    assert beginnings == OF_THE_SHIPPED
    answers = [part for part in parts if part.role == "answer"]
    assert len(parts) == 58 and len(answers) == 31 and {part.speaker for part in answers} == {"张元升"}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("【编辑:陈海峰】", "byline"), ("(视频编辑：张贝龙 文字编辑：温凤浩)", "byline"), ("责任编辑：魏京婷", "byline"),
        ("来源：青岛日报", "byline"),
        ("来源：北京青年报【编辑:惠小东】", "byline"), ("编辑 | 余晖", "byline"), ("总监制丨唐怡", "byline"),
        ("统筹：吴跃军、邓志慧", "byline"),
        ("新华社记者宋瑞", "byline"), ("本报驻俄罗斯记者张晓东", "byline"), ("每日经济新闻记者王辛夷", "byline"), ("文/尚健", "byline"),
        ("据新华社", "byline"),
        ("(人民日报记者王政李心萍)", "byline"), ("(央视新闻客户端总台央视记者陈允涛)【编辑:房家梁】", "byline"),
        ("晓阳【编辑:丁宝秀】", "byline"),
        ("(本报莫斯科3月31日电)", "dateline"), ("新华社北京5月13日电", "dateline"), ("《人民日报》(2025年05月26日03版)", "dateline"),
        ("图为学校的操场。", "caption"), ("1月6日，银川市民排队献血。新华社发", "caption"), ("大火被扑灭后的现场供图/网络", "caption"),
        ("视频截图", "caption"),
        ("2015年11月30日，雾霾中的市民。澎湃新闻记者李坤资料", "caption"), ("【同期】中国电子科技集团技师 潘玉华", "caption"),
        ("农业部科教司农技推广处 处长 王青立", "caption"), ("一、2015年空气质量情况", "subhead"), ("（二）重点任务加快推进", "subhead"),
        ("1、四项污染物下降", "subhead"),
        ("相关链接", "subhead"), ("记者手记", "subhead"), ("01", "subhead"),
    ],
)  # fmt: skip
def test_lines_as_online_news_print_them(line, role):
    assert roles(f"崂山区将建十所学校\n\n崂山区昨日宣布了计划。\n\n学校将于明年投用。\n\n{line}\n\n这是最后一句。")[3] == role


@pytest.mark.parametrize(
    "line",
    ["中新网北京3月31日电(记者陈溯)学校将于明年投用。", "外国记者来华采访了三天，写了很多文章。",
        "该作者：一个新的职业，从此有了名字。", "记者在现场看到，学校已经建成。"]
)  # fmt: skip
def test_sentences_that_speak_of_reporters_are_text(line):
    assert roles(f"崂山区将建十所学校\n\n崂山区昨日宣布了计划。\n\n{line}")[2] == "body"


def test_questions_whose_answers_alone_are_marked():
    talk = "关于免签政策\n能否多次入境？\n答：可以。\n要不要申报？\n答：不要。\n好消息！"
    assert roles(talk)[1:5] == ["question", "answer", "question", "answer"]
