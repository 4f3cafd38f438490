"""What a question asks for, what it leans on, and which questions nobody can answer."""

import pytest

from app.question import LONGEST, kind_of, search_text, understand
from corpus.errors import BadQuestion

KINDS = {
    "number": [
        "张村河片区规划多少所学校?",
        "上亿的大项今年想拉来几个",
        "大桥全长多少公里",
        "隧道有多长",
        "数字经济占比",
        "今年招几",
        "坐几路公交",
    ],
    "date": ["什么时候通车", "哪一年过千亿", "见报那天礼拜几?", "几月启用", "登出来那天星期几", "展会几号开幕"],
    "person": ["区委书记是谁", "文章是哪位写的", "动画片的导演叫什么名字"],
    "place": ["先导区在哪里", "公园位于什么地方"],
    "list": ["四大主导产业有哪些", "崂山的支柱产业是哪几个?", "拉项目都用哪几种招商办法?", "包括什么"],
    "reason": ["为什么杭州科技成果井喷", "推迟的原因是什么"],
    "manner": ["怎么营造创新生态", "如何利用好发展空间"],
    "definition": ["什么是上下楼就是上下游", "繁星计划是什么意思"],
    "yesno": [
        "数字经济占GDP的比重是全市第一吗?",
        "河北边的景观开工了没有",
        "出入口局已经建好了吧?",
        "明天青岛下雨不",
        "是否收费",
        "建好了么",
    ],
    "other": ["张村河片区启动开发之初明确的定位是什么?", "眼下中国经济最热的词是什么?", "崂山区挨着哪片海"],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, question) for kind, questions in KINDS.items() for question in questions])
def test_kinds(kind, question):
    assert kind_of(question) == kind


def test_a_number_of_a_line_is_no_date():
    assert kind_of("地铁几号线到张村河") == "number"


def test_a_question_mark_of_either_width_makes_no_difference():
    assert understand("大桥通车了吗？").kind == understand("大桥通车了吗?").kind == understand("大桥通车了吗").kind == "yesno"


@pytest.mark.parametrize(
    "question",
    [
        "那幼儿园呢？",
        "那北岸呢",
        "其中有多少是外资",
        "他还说了什么目标",
        "它有多长",
        "这是什么时候的事",
        "那前一年又是多少",
        "比前一年多了多少？",
        "除了这几个还有别的吗",
        "为什么这么说？",
        "后来怎么样了",
        "前者是多少",
    ],
)
def test_these_lean_on_what_was_said_before(question):
    assert understand(question).leans


@pytest.mark.parametrize(
    "question",
    [
        "张村河片区规划多少所学校",
        "他国的企业有几家",
        "这是哪天的报纸",
        "那个国际通信出入口局已经建好了吧？",
        "还有多少项目没开工",
        "这篇访谈的大标题",
    ],
)
def test_these_stand_alone(question):
    assert not understand(question).leans


def test_the_clean_form_is_what_is_searched_and_the_typed_one_is_what_is_shown():
    asked = understand("  張村河片區　規劃多少所學校，２０２５年？\n")
    assert (asked.text, asked.clean) == ("張村河片區　規劃多少所學校，２０２５年？", "张村河片区 规划多少所学校,2025年?")


REFUSED = {
    "nothing": ("", "空"),
    "blanks": (" \u3000\t\n", "空"),
    "invisible": ("\u200b\ufeff\u200d", "空"),
    "English": ("How many schools?", "中文"),
    "figures": ("12345", "中文"),
    "an emoji": ("🏫🏫", "中文"),
    "a lone surrogate": ("学校\ud800", "不是文字"),
    "a control character": ("学校\x00多少", "不是文字"),
    "too long": ("问" * (LONGEST + 1), f"{LONGEST + 1} 个字"),
    "long when written out": ("㍿" * LONGEST, f"最多 {LONGEST}"),
    "a number": (7, "一段文字"),
    "nothing at all": (None, "一段文字"),
    "a list": (["多少所学校"], "一段文字"),
}


@pytest.mark.parametrize(("text", "says"), REFUSED.values(), ids=REFUSED)
def test_what_nobody_can_answer_is_refused_in_one_chinese_line(text, says):
    with pytest.raises(BadQuestion, match=says) as refused:
        understand(text)
    assert "\n" not in str(refused.value) and str(refused.value).endswith("。")


def test_512_characters_are_a_question():
    assert len(understand("问" * LONGEST).clean) == LONGEST


def test_an_emoji_beside_chinese_is_no_obstacle():
    assert understand("学校🏫有多少所").kind == "number"


def test_a_query_may_be_of_any_script_but_has_a_word():
    assert search_text(" GDP　５Ｇ ") == "GDP 5G"
    for nothing in ("", " ", "！？", "\u200b", "词" * (LONGEST + 1), "词\x01", "词\ud800", None):
        with pytest.raises(BadQuestion):
            search_text(nothing)
