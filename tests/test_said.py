"""Who said what in ordinary news: quoted, reported, over several sentences; and nobody where nobody is named."""

import time
from pathlib import Path

import pytest

from app.quote import make_quote
from corpus.formats import Source, sources
from corpus.passage import split
from corpus.read import make_article
from corpus.said import said_by, speeches

SHIPPED = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"


def heard(text):
    article = make_article(Source("news", text), "news")
    return [(speech.speaker, article.text[speech.start : speech.end]) for speech in speeches(article)]


def speaker(text, words):
    article = make_article(Source("news", text), "news")
    start = article.text.index(words)
    return said_by(article, start, start + len(words))


@pytest.mark.parametrize(
    "text",
    [
        "王小明表示，“今年要建十所学校。”", "王小明说：“今年要建十所学校。”", "“今年要建十所学校。”王小明说。",
        "“今年要建十所学校，”王小明告诉记者，“明年还要建。”", "“今年要建十所学校。”市教育局副局长王小明介绍。",
        "市教育局副局长王小明在接受本报记者采访时表示：“今年要建十所学校。”", "据市教育局副局长王小明介绍，今年要建十所学校。",
        "王小明：“今年要建十所学校。”", "在王小明看来，今年要建十所学校。", "王小明局长告诉记者，今年要建十所学校。",
        "赛后王小明说，今年要建十所学校，但“我们很有信心”。", "昨天，王小明坦言，今年要建十所学校。",
        "王小明出席会议并讲话，强调今年要建十所学校。", "“今年要建十所学校。”谈起未来，王小明十分感慨地说。",
        "市教育局局长王小明说，学校不够。他还表示，今年要建十所学校。", "王小明走访了学校。他说：“今年要建十所学校。”",
        "对记者李华的提问，王小明回应说：“今年要建十所学校。”", "听说要建学校，王小明很高兴：“今年要建十所学校。”",
        "王小明表示，学校不够。今年要建十所学校。我们很有信心。", "王小明说，学校不够。“今年要建十所学校。”",
        "王小明说，学校不够；今年要建十所学校。", "王小明说，有几点，学校不够，“今年要建十所学校。”",
        "“今年要建十所学校。”这几天，市教育局负责人王小明带着团队走访。", "市民王小明很着急。“今年要建十所学校。”",
        "“今年要建十所学校。”市教育局局长王小明的话，让人放心。", "王小明指出这一点，声称今年要建十所学校。",
        "会见李华时，王小明致辞。他说，今年要建十所学校。", "市长王小明来了。王说，今年要建十所学校。",
        "市长王小明来了。市长表示，今年要建十所学校。",
        "王小明说，学校不够。“今年要建十所学校。”据市教育局局长李华介绍，学校已开工。", "“今年要建十所学校。”这是王小明常说的话。",
        "教师为何不够“今年要建十所学校。”市教育局局长王小明深有感触。", "“今年要建十所学校。”村里的王小明，激动地与家人分享喜悦。",
        "市长李华主持，局长王小明强调，学校不够，“今年要建十所学校。”", "民警王小明立即上前，用流利的英语安慰道：“今年要建十所学校。”",
        "局长王小明在社交媒体上发文称，今年要建十所学校。", "报道称，王小明25日对学校提起诉讼。他当天称，“今年要建十所学校。”",
        "局长王小明来了。“今年要建十所学校，”王小明给自己设下了时间表。", "王小明强调，学校不够；要抓紧，今年要建十所学校。",
        "航天五院研制人员 王小明：今年要建十所学校。", "“王小明要走了。”王小明说，“今年要建十所学校。”",
    ],
)  # fmt: skip
def test_a_person_who_is_named_speaks(text):
    assert speaker(text, "今年要建十所学校") == "王小明"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中国气象局预计，明天有雨。", "中国气象局"), ("市教育局有关负责人表示，明天有雨。", "市教育局"),
        ("中国气象局昨天发布消息称，明天有雨。", "中国气象局"),
        ("国防部发言人张晓刚表示，明天有雨。", "张晓刚"), ("美国总统特朗普说，明天有雨。", "特朗普"),
        ("“明天有雨。”谢尔盖·米罗诺夫说。", "谢尔盖·米罗诺夫"),
        ("俄罗斯议员谢尔盖·米罗诺夫来访。米罗诺夫说，明天有雨。", "谢尔盖·米罗诺夫"),
        ("首席执行官Dan Smith表示，“明天有雨。”", "Dan Smith"), ("市民刘先生说，明天有雨。", "刘先生"),
        ("队员小吴说：“明天有雨。”", "小吴"),
        ("局长王小明出席。王局长说，明天有雨。", "王小明"), ("陈某表示，明天有雨。", "陈某"), ("习近平总书记强调，明天有雨。", "习近平"),
        ("日本首相安倍晋三说，明天有雨。", "安倍晋三"), ("欧阳小明说，明天有雨。", "欧阳小明"),
        ("栗战书说，明天有雨。", "栗战书"), ("众议院民主党领袖杰弗里斯当天则称，明天有雨。", "杰弗里斯"),
        ("村民叶尔肯说：“明天有雨。”", "叶尔肯"), ("“明天有雨。”大卫·洛克里奇在邮件中写道。", "大卫·洛克里奇"),
        ("市民云先生专门来了。“明天有雨。”云先生说。", "云先生"), ("松下称，明天有雨。", "松下"), ("叙军方说，明天有雨。", "叙军方"),
        ("俄方12日称，明天有雨。", "俄方"), ("赵立坚表示，中方郑重呼吁，明天有雨。", "赵立坚"), ("黄海涛说，明天有雨。", "黄海涛"),
        ("局长陈茂和说，明天有雨。", "陈茂和"), ("教授陈克能指出，明天有雨。", "陈克能"), ("工业局局长孙东表示，明天有雨。", "孙东"),
        ("军事委员会议员杰克·里德说，明天有雨。", "杰克·里德"), ("一名叫奥斯卡·冈萨的人来了。冈萨说，明天有雨。", "奥斯卡·冈萨"),
        ("发言人帕特里克·汉南本周早些时候说，明天有雨。", "帕特里克·汉南"), ("中伦文德律师事务所李惠娟律师表示，明天有雨。", "李惠娟"),
        ("FDIC表示，明天有雨。", "FDIC"), ("拱辰街道的工作人员表示，明天有雨。", "拱辰街道"),
        ("《时代》周刊指出，明天有雨。", "《时代》周刊"),
        ("近日，英国文化、媒体和体育部表示，明天有雨。", "英国文化、媒体和体育部"),
        ("创业孵化基地相关负责人说，明天有雨。", "创业孵化基地"),
    ],
)  # fmt: skip
def test_names_are_as_printed_in_full(text, name):
    assert speaker(text, "明天有雨") == name


@pytest.mark.parametrize(
    "text",
    [
        "有网友称，明天有雨。", "业内人士表示，明天有雨。", "一位专家说：“明天有雨。”", "据介绍，明天有雨。", "报告指出，明天有雨。",
        "会议强调，明天有雨。",
        "王小明和李华表示，明天有雨。", "王小明的父亲说，明天有雨。", "王小明的支持者认为，明天有雨。", "该公司表示，明天有雨。",
        "俗话说，“明天有雨。”",
        "王小明说，学校不够。学生以“明天有学”“明天有雨，路难走”两个维度表达心声。", "“明天有雨。”法官找到了被执行人王小明。",
        "王小明说，学校不够。一位居民不予置评，但表示“明天有雨”。", "总监表示，此次王小明获奖让校友自豪：“明天有雨。”",
        "校友办公室主任回应指：“明天有雨。”资料显示，王小明曾公开表示，学校不够。", "在回答“学校不够，明天有雨”时，王小明透露，将建学校。",
        "活动以“明天有雨”为主题，王小明出席。", "“明天有雨”的口号很响。", "王小明出席了会议。明天有雨。", "有关部门提醒，明天有雨。",
        "王小明说，学校不够。有居民说，明天有雨。", "王小明说，学校不够。\n一位家长说：“明天有雨。”",
        "王小明说，学校不够。\n据悉，明天有雨。",
        "中新网福州6月5日电(王小明)福建省政府举行发布会通报，明天有雨。", "王小明被许多人认为是明天有雨。",
        "按照王小明的要求，明天有雨。", "王小明说，学校不够。记者看到，明天有雨。",
        "相关负责人走访了学校。他说，明天有雨。", "可以说，明天有雨。", "高层表示，明天有雨。",
    ],
)  # fmt: skip
def test_without_a_name_nobody_speaks(text):
    assert speaker(text, "明天有雨") is None


def test_two_in_one_line_keep_their_own_words():
    assert heard("王小明说：“要建十所学校。”李华说：“明年还要建。”") == [("王小明", "“要建十所学校。”"), ("李华", "“明年还要建。”")]
    assert heard("王小明说，学校不够，李华表示，明年还要建。") == [("王小明", "学校不够，"), ("李华", "明年还要建。")]


def test_the_paper_speaks_again_when_a_line_ends():
    news = "王小明说，学校不够。要建十所。\n学校将于明年投用。"
    assert [speaker(news, words) for words in ("学校不够", "要建十所", "明年投用")] == ["王小明", "王小明", None]


def test_a_label_s_speaker_stays():
    talk = "记者：怎么做？\n张元升：李华说，“分三步走，先建学校。”\n记者：然后呢？\n张元升：再建幼儿园。"
    assert (speaker(talk, "分三步走"), speaker(talk, "怎么做"), heard(talk)) == ("张元升", "记者", [])


def test_a_name_under_a_broadcast_picture_says_the_next_paragraph():
    news = "记者看到学校不够。\n市教育局 局长 王小明\n今年要建十所学校。\n市民表示欢迎。"
    assert speaker("标题\n\n" + news, "今年要建") == "王小明"


def test_the_shipped_article_outside_its_interview():
    (source,) = sources(SHIPPED)
    article = make_article(source, "laoshan")
    for words in ("这些现象的出现绝非偶然", "我们期待,这些积淀", "创新是崂山区的基因", "聚力创新驱动、强化科技赋能"):
        start = article.text.index(words)
        assert make_quote(article, start, start + len(words)).speaker == "张元升"
    start = article.text.index("当下中国经济发展最火热")
    assert make_quote(article, start, start + 4).speaker is None


def test_passages_name_those_who_speak_in_them():
    article = make_article(Source("news", "标题\n\n市长王小明说，要建学校。\n\n学校将于明年投用。\n\n中国气象局预计，明天有雨。"), "news")
    assert [(p.speaker, p.said) for p in split(article)][-1] == (None, ("中国气象局",))
    assert {name for passage in split(article) for name in passage.said} == {"王小明", "中国气象局"}


@pytest.mark.parametrize(
    "text",
    [
        "对" * 20_000 + "说，好。",
        "“" * 20_000 + "说",
        "张三，" * 20_000 + "说：“好。”",
        "阿·" * 20_000 + "说，",
        "在上中下" * 8_000 + "说，",
    ],
)
def test_no_text_takes_long(text):
    article = make_article(Source("news", text), "news")
    began = time.process_time()
    speeches(article)
    assert time.process_time() - began < 5
