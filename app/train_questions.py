"""A news sentence in, things worth asking for and questions about them out: rules only, no model.

In: one sentence, and a `random.Random`. Out: `Found` (what stands where, and of which kind) and question texts. What is found
is whole: a number with its measure word and qualifier (约30.7平方公里, 5.5%以上), a whole name, a whole list, or two counts side
by side (21所中小学、28所幼儿园). Questions are clauses with the question word in the gap, mostly shortened and reworded.

It does not know articles, passages or training rows, and it finds only what its patterns are sure of.
"""

import re
from dataclasses import dataclass
from random import Random

HAN = "一-龥"
UNITS = (
    "个百分点|平方公里|平方千米|平方米|立方米|公里|千米|海里|厘米|毫米|米|公顷|亩|吨|公斤|千克|摄氏度|千瓦时|千瓦|美元|欧元|元|人次|车次|人|名|位"
    "|个多月|个月|个小时|小时|分钟|天|周年|岁|倍|个|家|所|座|栋|条|项|件|种|台|辆|艘|架|枚|场|次|只|头|株|棵|套|户|例|起|篇|部|批|支|层|处|组|册|间|款|趟|%|％"
)
_N = r"\d[\d,]*(?:\.\d+)?"
_BEFORE = "大约|约|超过|超|将近|接近|近|逾|不低于|不少于|不超过|至少|最多"
COUNT = rf"(?<![第\d.\-A-Za-z])(?:{_BEFORE})?{_N}(?:[-~—至到]{_N})?(?:[百千万亿]+|[多余])*(?:{UNITS})[多余]?(?:以上|以下|左右|以内)?"
DATE = r"(?<!\d)(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日(?! ?电| ?\(|消息)|(?!\d)份|(?!\d)底|(?!\d)初|(?![\d份底初]))|(?<!\d)\d{4}年(?:底|初|末)?(?!来|间|代|度)"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文习"
)
_TITLES = "主席|总统|总理|书记|市长|省长|部长|县长|区长|主任|局长|厅长|教授|院长|校长|董事长|总经理|会长|秘书长|发言人|院士|理事长|教练|队长|总监|负责人|研究员"
PERSON = rf"(?P<title>[副总]?(?:{_TITLES}))(?P<gold>[{_SURNAMES}][{HAN}]{{1,2}}?)(?=说|表示|介绍|指出|认为|称|强调|在|率|出席|主持|会见|，|告诉|透露|宣布|同)"
_CITY = "北京|上海|天津|重庆|广州|深圳|杭州|南京|武汉|成都|西安|青岛|济南|郑州|长沙|合肥|福州|厦门|香港|澳门|昆明|海口|三亚|纽约|伦敦|巴黎|东京|莫斯科|日内瓦"
_SITE = "省|市|县|区|镇|乡|村|州|岛|港|机场|广场|公园|体育馆|体育场|中心|大学|医院|人民大会堂|博物馆|基地"
PLACE = rf"(?:在|位于|赴|抵达|落户)(?P<gold>(?:{_CITY})|[{HAN}]{{2,12}}?(?:{_SITE}))(?=举行|召开|开幕|闭幕|举办|成立|启动|发布|发生|揭牌|开工|建成|投产|出席|会见|，|正式|开展)"
_BODY = "公司|集团|银行|大学|研究院|研究所|委员会|协会|学会|基金会|法院|检察院|统计局|气象局|商务部|教育部|财政部|外交部|交通运输部|国务院|公安局|海关"
GROUP = rf"(?:^|，|日，)(?P<gold>(?![据鉴位由对两这该])[{HAN}]{{2,12}}(?<!在)(?:{_BODY}))(?=今天|昨天|近日|日前|\d+日|发布|宣布|召开|举行|启动|推出|印发|举办|批准|决定)"
_ITEM = rf"(?![以为过有每])[{HAN}A-Za-z0-9·“”《》]{{2,9}}?"
LISTED = rf"(?:包括|包含|涵盖了?|涉及|覆盖了?|来自|聚焦|分别是|分别为|主要有|重点是)(?P<gold>{_ITEM}(?:、{_ITEM})+(?:(?:以及|和|及|与){_ITEM})?)(?=等|[，。；,;]|$)"
PAIR = rf"(?P<gold>{COUNT}[{HAN}]{{1,7}}[、和]{COUNT}[{HAN}]{{1,7}}?)(?=[，。；,;、]|$)"
PATTERNS = {"pair": PAIR, "list": LISTED, "date": DATE, "person": PERSON, "place": PLACE, "group": GROUP, "count": COUNT}
COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
OTHER_WORDS = {
    "date": ("什么时候", "何时", "哪天", "哪一天", "什么时间"), "person": ("谁",), "place": ("哪里", "哪儿", "什么地方", "哪个地方"),
    "group": ("谁", "哪个机构", "哪家单位", "哪个单位", "什么机构"), "list": ("哪些", "哪几个", "什么"),
}  # fmt: skip
UNIT_WORDS = {
    "元": ("多少钱", "多少元", "多少"), "天": ("多少天", "多久", "几天"), "个月": ("几个月", "多久"), "岁": ("多大", "多少岁", "几岁"),
    "%": ("多少", "百分之多少", "百分之几"), "倍": ("多少倍", "几倍"), "公里": ("多少公里", "多长", "多远"), "小时": ("多少小时", "多久", "几个小时"),
    "平方米": ("多少平方米", "多大"), "平方公里": ("多少平方公里", "多大"), "人": ("多少人", "几个人"), "人次": ("多少人次", "多少人"),
}  # fmt: skip
SAME = [
    ("规划", "计划"), ("总投资", "投资"), ("建成", "建好"), ("举行", "举办"), ("投用", "投入使用"), ("占地面积", "面积"), ("预计", "估计"),
    ("增长", "增加"), ("累计", "一共"), ("目前", "现在"), ("启动", "开始"), ("发布", "公布"), ("位于", "在"), ("达到", "有"), ("开展", "搞"),
    ("设立", "成立"), ("超过", "超"), ("参加", "参与"), ("召开", "开"), ("表示", "说"), ("生产总值", "经济总量"), ("共有", "有"), ("学生", "孩子"),
]  # fmt: skip
LEADS = re.compile(r"^(?:据悉|据了解|据介绍|其中|目前|此外|另外|同时|截至目前|记者获悉|数据显示|会议指出|他说|而且|并且|但|也|还)+")
FILLERS = re.compile(r"(?:的|了|已经|已|将|共|累计|目前|分别|就|还|也|都|今年|全面|进一步|正式)")


@dataclass(frozen=True)
class Found:
    """A thing to ask for: kind, [start, end) in the sentence, the words that may ask for it, and how far the gap reaches left."""

    kind: str
    start: int
    end: int
    words: tuple[str, ...]
    gap: int


def find(sentence: str) -> list[Found]:
    """Everything the patterns are sure of, in the order of the patterns, overlaps left out (the earlier pattern wins)."""
    taken: list[Found] = []
    for kind, pattern in COMPILED.items():
        for match in pattern.finditer(sentence):
            start, end = match.span("gold") if "gold" in pattern.groupindex else match.span()
            if any(start < other.end and other.start < end for other in taken):
                continue
            words, gap = _words(kind, match, sentence[start:end])
            taken.append(Found(kind, start, end, words, gap if gap >= 0 else start))
    return taken


def _words(kind: str, match: re.Match[str], gold: str) -> tuple[tuple[str, ...], int]:
    """The question words for a match, and where the gap begins (-1: at the gold span)."""
    if kind == "count":
        unit = re.search(rf"(?:{UNITS})(?=[多余]?(?:以上|以下|左右|以内)?$)", gold)
        name = unit.group() if unit else ""
        return UNIT_WORDS.get(name.replace("％", "%"), (f"多少{name}", "多少", f"几{name}", f"多少{name}")), -1
    if kind == "pair":
        nouns = [re.sub(rf"^{COUNT}", "", part) for part in re.split("[、和]", gold)]
        hyper = "学校" if all(re.search("学|幼儿园", noun) for noun in nouns) else nouns[0]
        return (f"多少{hyper}", f"多少{nouns[-1]}", f"多少{'和'.join(nouns)}", f"几个{hyper}"), -1
    if kind == "date":
        return (("哪一年", "哪年", "何年", "什么时候") if re.fullmatch(r"\d{4}年[底初末]?", gold) else OTHER_WORDS["date"]), -1
    if kind == "person":
        return ("谁", "谁", f"哪位{match.group('title')}"), match.start("title")
    return OTHER_WORDS[kind], -1


def ask(sentence: str, found: Found, rng: Random, subject: str = "") -> str:
    """One question whose answer is `found`; `subject` (a name from the title, say) may be put in front.

    The result is at most 60 characters and never holds the gold span at its gap.
    """
    left, right = _clause(sentence, found)
    word = rng.choice(found.words)
    roll = rng.random()
    if roll < 0.3:
        text = left + word + right
    elif roll < 0.6 and len(left) >= 4:
        text = left + word + (_noun(right) if found.kind in ("count", "list") else "")
    elif found.kind == "date":
        text = word + left + right
    elif found.kind in ("person", "group") and len(right) >= 4:
        text = word + right
    elif found.kind == "place":
        text = re.sub("(?:在|位于|赴|抵达|落户)$", "", left) + right + rng.choice(("在", "是在")) + word
    elif found.kind == "count" and len(left) >= 4:
        text = _noun(right) + re.sub("(?:达到|达|为|是|有|约|到)$", "", left) + rng.choice(("是", "有", "达到", "")) + word
    else:
        text = left + word + right
    text = reword(LEADS.sub("", text), rng)
    if subject and subject not in text and rng.random() < 0.7:
        text = subject + rng.choice(("", "", "，", "的")) + text
    return _finish(text[-56:] if len(text) > 56 else text, rng)


def _clause(sentence: str, found: Found) -> tuple[str, str]:
    """What stands left and right of the gap in its clause; the clause before is taken in when that is too little."""
    borders = [match.end() for match in re.finditer(r"[，,；;。！？]|[：:](?!\d)", sentence)]
    opening = max((place for place in borders if place <= found.gap), default=0)
    closing = min((place - 1 for place in borders if place > found.end), default=len(sentence))
    if found.gap - opening + closing - found.end < 7:
        opening = max((place for place in borders if place < opening), default=0)
    left, right = sentence[opening : found.gap], sentence[found.end : closing]
    return re.sub(r"[“”（）()]", "", left), re.sub(r"[“”（）()。]|^等", "", right)


def _noun(right: str) -> str:
    """The first few characters after a number, up to a 的 or a comma: what is counted."""
    return re.split("[，,、的]", right)[0][:6]


def reword(text: str, rng: Random) -> str:
    """Other words for some, and some fillers left out."""
    for one, other in SAME:
        if rng.random() < 0.5:
            text = text.replace(one, other) if one in text else text.replace(other, one) if len(other) > 1 else text
    return FILLERS.sub(lambda match: "" if rng.random() < 0.45 else match.group(), text)


def _finish(text: str, rng: Random) -> str:
    """Spoken openings and endings."""
    text = text.strip("，,、；：: ")
    opening = "请问" if rng.random() < 0.04 else ""
    return opening + text + rng.choice(("", "", "", "？", "？", "?", "呢", "啊", "呢？"))
