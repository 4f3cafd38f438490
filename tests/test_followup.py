"""Follow-up questions made whole from the conversation before."""

import pytest

from app.answer import Turn
from app.followup import made_whole
from app.question import LONGEST, understand

SCHOOLS = "张村河片区规划多少所学校？"


def whole(question, *before, speaker_of=lambda asked: None):
    made = made_whole(understand(question), tuple(Turn(*turn.split("|")) for turn in before), speaker_of)
    return made.question.text if made else None


# Thirty conversations: an earlier question and its answer, then follow-ups and what they mean.
DIALOGUES = {
    f"{SCHOOLS}|21所中小学、28所幼儿园": {
        "那幼儿园呢？": "张村河片区规划多少所幼儿园",
        "幼儿园呢": "张村河片区规划多少所幼儿园",
        "那崂山区呢": "崂山区规划多少所学校",
        "其中投用了几所": "张村河片区规划的学校投用了几所",
        "其中在建的有几所？": "张村河片区规划的学校在建的有几所",
        "在建的有几所": "张村河片区学校在建的有几所",
        "还有哪些": "张村河片区还有哪些学校",
        "那里有几家医院": "张村河片区有几家医院",
        "面积呢": "张村河片区面积是多少",
    },
    "雁回湾新区规划面积是多少|186平方公里": {
        "那起步区呢": "雁回湾新区起步区规划面积是多少",
        "常住人口有多少": "雁回湾新区常住人口有多少",
        "绿化覆盖率呢": "雁回湾新区绿化覆盖率是多少",
        "它是哪一年挂牌的": "雁回湾新区是哪一年挂牌的",
        "到2028年的目标是什么": "雁回湾新区到2028年的目标是什么",
    },
    "雁回湾新区海洋装备的龙头企业是哪家|北舷重工": {
        "它的二期船坞投资多少": "北舷重工的二期船坞投资多少",
        "什么时候投用": "北舷重工什么时候投用",
    },
    "北舷重工二期船坞什么时候开工|今年3月": {
        "投用呢": "北舷重工二期船坞什么时候投用",
        "那一期呢": "北舷重工一期船坞什么时候开工",
        "这个项目投资多少": "北舷重工二期船坞投资多少",
        "总投资多少": "北舷重工二期船坞总投资多少",
    },
    "东埠河北岸有多少户居民|12户": {"南岸呢": "东埠河南岸有多少户居民", "那商户呢": "东埠河北岸有多少户商户"},
    "岚溪乳业低温鲜奶收入多少|24.3亿元": {
        "常温奶呢": "岚溪乳业常温奶收入多少",
        "同比增长多少": "岚溪乳业低温鲜奶收入同比增长多少",
        "占比呢": "岚溪乳业低温鲜奶收入占比是多少",
    },
    "岚溪乳业2023年上半年营业收入多少|47.62亿元": {
        "净利润呢": "岚溪乳业2023年上半年净利润是多少",
        "第二季度呢": "岚溪乳业第二季度营业收入多少",
        "2022年呢": "岚溪乳业2022年营业收入多少",
        "董事长是谁": "岚溪乳业董事长是谁",
    },
    "岚溪乳业的董事长是谁|樊季同": {"他怎么说价格战": "樊季同怎么说价格战", "财务总监呢": "岚溪乳业财务总监是谁"},
    "去年崂山区经济总量多少|1000亿元": {
        "那今年呢？": "今年崂山区经济总量多少",
        "那2024年呢": "2024年崂山区经济总量多少",
        "增速呢": "去年崂山区经济总量增速是多少",
    },
    "锡复春是谁|院长": {"那衣涛呢": "衣涛是谁", "她获过什么奖": "锡复春获过什么奖"},
    "青垭县转移了多少群众|6400余人": {
        "其中集中安置多少人": "青垭县转移的群众集中安置多少人",
        "桐木镇呢": "桐木镇转移了多少群众",
        "设了几处安置点": "青垭县设了几处安置点",
    },
    "马鞍滩水库总库容多少|1.08亿立方米": {"什么时候建成的": "马鞍滩水库什么时候建成的", "由谁建设": "马鞍滩水库由谁建设"},
    "岚溪县去年引进了多少个项目|46个": {"那前年呢": "岚溪县前年引进了多少个项目", "其中投产的有几个": "岚溪县去年引进的项目投产的有几个"},
    "松棠市博士每月能领多少补贴|3000元": {"硕士呢": "松棠市硕士每月能领多少补贴", "能领几年": "松棠市博士能领几年"},
    "东麓区今年新增多少个学位|5200个": {
        "其中小学有多少": "东麓区今年新增的学位小学有多少",
        "初中呢": "东麓区今年新增多少个初中学位",
        "教育局局长是谁": "东麓区教育局局长是谁",
    },
    "拂晓X3起售价是多少|2799元": {"顶配版呢": "拂晓X3顶配版起售价是多少", "什么时候发售": "拂晓X3什么时候发售"},
    "铭驰汽车召回多少辆车|4.6万辆": {"哪一年生产的": "铭驰汽车哪一年生产的"},
    "乌棠岭抽水蓄能电站首台机组什么时候并网|12月1日": {"总投资呢": "乌棠岭抽水蓄能电站首台机组总投资是多少"},
    "鹭鸶礁号有多少名船员|14名": {"船长是谁": "鹭鸶礁号船长是谁", "它是怎么触礁的": "鹭鸶礁号是怎么触礁的"},
    "荔浦口建材城火灾造成多少人死亡|5人": {
        "受伤的呢": "荔浦口建材城火灾造成多少人受伤",
        "直接经济损失呢": "荔浦口建材城火灾直接经济损失是多少",
    },
    "垣川至濂水城际铁路全长多少公里|97公里": {"设计时速呢": "垣川至濂水城际铁路设计时速是多少", "那澜屿高铁呢": "澜屿高铁全长多少公里"},
    "石鸻台遗址发掘面积是多少|1200平方米": {"领队是谁": "石鸻台遗址领队是谁", "距今多少年": "石鸻台遗址距今多少年"},
    "霁州今年高考报名多少人|5.2万人": {"去年呢": "霁州去年高考报名多少人", "设了多少个考点": "霁州今年设了多少个考点"},
    "茅守成打了多少年锣|60年": {"他带了几个徒弟": "茅守成带了几个徒弟", "徒弟最小的多大": "茅守成徒弟最小的多大"},
    "澜州市市长是谁|程远山": {"他今年的目标是什么": "程远山今年的目标是什么"},
    "平澳港口集团去年集装箱吞吐量是多少|210万标箱": {"今年的目标呢": "平澳港口集团今年集装箱吞吐量目标是多少"},
    "江临地铁末班车是几点|23时": {
        "首班车呢": "江临地铁首班车是几点",
        "节假日呢": "江临地铁节假日末班车是几点",
        "准点率呢": "江临地铁末班车准点率是多少",
    },
    "鹤鸣峡水利枢纽坝高多少米|98米": {"库容呢": "鹤鸣峡水利枢纽库容是多少", "哪一年开工的": "鹤鸣峡水利枢纽哪一年开工的"},
    "鹿鸣理工大学今年招收多少本科生|6280人": {
        "研究生呢": "鹿鸣理工大学今年招收多少研究生",
        "其中本省的有多少": "鹿鸣理工大学今年招收的本科生本省的有多少",
    },
    "云峦省二季度接到多少件投诉|6843件": {"其中银行的有多少": "云峦省二季度接到的投诉银行的有多少"},
    "青榆河上转移了多少人|830人": {"最后一个被救的是谁": "青榆河上最后一个被救的是谁"},
}


@pytest.mark.parametrize(("before", "question", "meant"), [(b, q, m) for b, turns in DIALOGUES.items() for q, m in turns.items()])
def test_what_it_leans_on_is_filled_in(before, question, meant):
    assert whole(question, before) == meant


@pytest.mark.parametrize(
    "question",
    [
        "大桥全长多少公里，东埠大桥的", "崂山区有多少位院士", "东埠河全长多少公里", "钟鼓区面积有多大", "锡复春是谁", "S2线什么时候通车",
        "《盐田尽头》得了什么奖", "这篇文章是谁写的", "这篇报道的标题是什么",
    ],
)  # fmt: skip
def test_a_question_that_names_its_own_subject_keeps_it(question):
    assert whole(question, f"{SCHOOLS}|21所") is None


def test_whoever_said_the_last_answer_is_he():
    asked = []

    def speaker_of(question):
        asked.append(question)
        return "张元升"

    assert whole("他还说了什么目标？", f"{SCHOOLS}|21所", speaker_of=speaker_of) == "张元升还说了什么目标"
    assert asked == [SCHOOLS.rstrip("？")]


def test_a_name_in_the_last_question_goes_before_whoever_spoke():
    assert whole("他哪年上任的", "锡复春是谁|院长", speaker_of=lambda asked: "张元升") == "锡复春哪年上任的"


def test_a_chain_of_follow_ups_goes_back_to_its_subject():
    assert whole("其中在建的呢", f"{SCHOOLS}|21所", "那幼儿园呢|28所") == "张村河片区在建的幼儿园有多少所"
    assert whole("小学呢", f"{SCHOOLS}|21所", "那幼儿园呢|28所") == "张村河片区规划多少所小学"


def test_another_sort_out_of_those_counted():
    before = "云峦省二季度接到多少件投诉|6843件", "其中银行的有多少|4519件"
    assert whole("那保险公司呢", *before) == "云峦省二季度接到的投诉保险公司的有多少"
    assert whole("信用卡的呢", *before) == "云峦省二季度接到的投诉信用卡的有多少"


def test_the_last_subject_counts():
    assert whole("那幼儿园呢", "东埠河全长多少公里|17.4公里", f"{SCHOOLS}|21所") == "张村河片区规划多少所幼儿园"


def test_an_answer_that_was_not_there_is_no_name():
    assert whole("它投资多少", "雁回湾新区的龙头企业是哪家|文中没有提到") == "雁回湾新区的龙头企业投资多少"


@pytest.mark.parametrize(
    ("question", "sure"), [("什么时候完成", True), ("那医院有几家", True), ("高考报名人数是多少", False), ("医院有几家", False)]
)
def test_what_might_stand_alone_is_not_sure_to_lean(question, sure):
    made = made_whole(understand(question), [Turn(SCHOOLS, "21所")])
    assert made.sure is sure and made.question.text.startswith("张村河片区")


def test_what_was_made_whole_leans_on_nothing():
    assert not made_whole(understand("那幼儿园呢"), [Turn(SCHOOLS, "")]).question.leans


def test_nothing_to_lean_on():
    assert whole("那幼儿园呢") is None
    assert made_whole(understand("那幼儿园呢"), [Turn("", ""), Turn("hello", "")]) is None


def test_a_long_history_makes_no_question_too_long():
    made = whole("那后来怎么样了呢", "很长的问题" * 100 + "|没有")
    assert made is None or len(made) <= LONGEST


# Another of a row, another rank, a whole name for its end, a comparison: earlier question and answer, follow-up, what it means.
OTHERS = {
    "望桥县的龙骨公园一期有多大|9公顷": {"三期呢": "望桥县的龙骨公园三期有多大", "二期里要建些什么": "望桥县的龙骨公园二期里要建些什么"},
    "“禾苗二号”卫星有多重|312公斤": {"一号呢": "“禾苗一号”卫星有多重", "三号什么时候发射": "“禾苗三号”卫星什么时候发射"},
    "青岭市2023年哪类投诉最多|预付卡": {"第二呢": "青岭市2023年哪类投诉第二多"},
    "石渡长江大桥总投资多少|97.4亿元": {"桥的设计师是谁": "石渡长江大桥的设计师是谁", "为什么下降了": "石渡长江大桥总投资为什么下降了"},
    "青岭市上半年二手住宅成交多少套|4872套": {"新房呢": "青岭市上半年新房成交多少套", "比去年多吗": "青岭市上半年二手住宅成交比去年多吗"},
    "望桥县去年生产总值是多少|142亿元": {"在全市排第几": "望桥县去年生产总值在全市排第几", "今年的目标呢": "望桥县今年生产总值目标是多少"},
    "望桥县人才新政20条里,C类人才补贴多少钱|60万元": {"E类呢": "望桥县人才新政20条里,E类人才补贴多少钱"},
    "麦乡面馆的酸浆面多少钱一碗|8元": {"十年前呢": "十年前麦乡面馆的酸浆面多少钱一碗"},
}


@pytest.mark.parametrize(("before", "question", "meant"), [(b, q, m) for b, turns in OTHERS.items() for q, m in turns.items()])
def test_the_other_one_stands_where_the_first_did(before, question, meant):
    assert whole(question, before) == meant


def test_an_earlier_question_that_is_whole_is_not_filled_in_again():
    before = "青渡峡水利枢纽什么时候蓄水|10月16日", "青渡峡水利枢纽在哪|两县交界处"
    assert whole("古树怎么办", *before) == "青渡峡水利枢纽古树怎么办"


def test_where_a_thing_stands_is_not_what_is_spoken_of():
    assert whole("什么时候建成", "三号船坞建在哪里|鹿角湾") == "三号船坞什么时候建成"
