"""Names that no rule sees: where they are believed, and where not."""

import pytest

from corpus.strangers import doubtful, strangers


def people(text):
    return strangers(text, [(0, len(text))]).people


def bodies(text):
    return list(strangers(text, [(0, len(text))]).bodies.values())


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("众议院民主党领袖杰弗里斯当天则", "杰弗里斯"), ("该公司总经理陈奉斌受访时", "陈奉斌"),
        ("美国白宫新闻秘书卡罗琳·莱维特", "卡罗琳·莱维特"),
        ("世界大型企业研究会首席经济学家彼得森(DanaMPeterson)", "彼得森"), ("院长张元升在会上", "张元升"),
        ("日本商会副会长小野寺修则", "小野寺修"), ("上海市民单伟第一时间打开", "单伟"), ("中国外交部发言人华春莹，在会上", "华春莹"),
    ],
)  # fmt: skip
def test_people_before_a_verb(clause, name):
    assert people(clause) == [name]


@pytest.mark.parametrize(
    "clause",
    ["会议", "有网友", "受台风“卡努”影响", "记者魏宇晨", "王女士", "乌方", "据介绍", "（王夏菲", "钟姓台生", ""],
)  # fmt: skip
def test_what_only_looks_like_a_name(clause):
    assert people(clause) == []


def test_a_name_nobody_introduces_is_believed_when_it_stands_again():
    assert strangers("谌龙赛后", [(0, 4)]).people == []
    assert strangers("谌龙赛后说，好。谌龙走了。", [(0, 4)]).people == ["谌龙"]


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("松下", "松下"), ("据西双版纳州勐腊县防火办3日", "西双版纳州勐腊县防火办"), ("沙特阿拉伯能源部官员30日", "沙特阿拉伯能源部"),
        ("也门胡塞武装", "也门胡塞武装"), ("江苏省消保委8月17日发文", "江苏省消保委"),
    ],
)  # fmt: skip
def test_organisations(clause, name):
    assert bodies(clause) == [name]


@pytest.mark.parametrize("clause", ["85%的受访企业", "该公司", "新闻稿", "部分外卖商家", "北京", "在几内亚比绍武装部队"])
def test_nobody_speaks(clause):
    assert (people(clause), bodies(clause)) == ([], [])


def test_a_piece_of_a_word_is_no_name():
    text = "吴淞街道学员表示，好。粉丝应援会也说，好。市长王小明说，好。戴尔表示，好。"
    assert doubtful(text, ["吴淞街", "应援", "王小明", "戴尔"]) == {"吴淞街", "应援"}
