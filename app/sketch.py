"""A question taken apart. Comes in: a clean question. Goes out: Sketch: its time, subject, attribute, asking words and the thing counted.

    2025年 | 崂山区 | 生产总值 | 是多少            time, subject, attribute, asking
    张村河片区 | 规划 | 多少所 | 学校              subject, deed, asking, thing

By jieba's words and their parts of speech, and by lists where its dictionary cannot be trusted (names it does not know fall into single
characters). Knows no conversation and no article.
"""

import re
from dataclasses import dataclass

from app.speech import cut, tag
from corpus.surnames import COMMON, COMPOUND

MEASURES = "所家个名位座条处套项场种类棵株户间栋幢辆台部件本篇首支只头匹吨亩次届批班列组队门节块张幅岁天年月人倍层级期艘架枚枝元米字"
COUNTERS = frozenset("所家个座条处套项场种类棵栋辆台部件篇首支只次届批门")
# Words that begin with what could be a measure: 多少|本科生, 几|项目.
NO_MEASURE = r"(?!本[科省市地土]|项目|场[馆所地]|家[庭长电具]|座位|条[款例]|班[级车]|名[额师]|位置|部[门队]|门[店诊]|人[才口]|台风|支[队付]|组织|户[籍口]|队伍|节目|处分)"
ASKING = re.compile(
    rf"几[点时月号]|(?:多少|(?<![十好])几)(?:个百分点|平方公里|平方米|公里|小时|分钟|万元|亿元|人次|{NO_MEASURE}[{MEASURES}])?|什么时候|啥时候|何时|哪一?[年天月日届]|什么时间|为什么|为何|为啥"
    r"|多[大长高久远宽深重快]|什么样|怎么样|怎样|怎么|如何|哪些|哪里|哪儿|哪几?[家个位座所条名项种类届支处艘只]?|谁|什么|何处|是不是|是否|有没有"
)
TIME = re.compile(
    r"(?:(?:19|20)\d{2}年?|今年|去年|前年|明年|后年|本年度?|上年|同期|近[一二三四五两\d]年)"
    r"(?:的?(?:上半年|下半年|第?[一二三四1-4]季度|前[一二三四\d]季度|底|末|初|同期|春节|\d{1,2}月(?:\d{1,2}日)?))?"
    r"|上半年|下半年|第?[一二三四1-4]季度|前[一二三四\d]季度|\d{1,2}月(?:\d{1,2}日|份)?|\d{1,2}日|本月|上月|昨天|今天|目前"
)
ATTRIBUTE = re.compile(
    r"面积|人口|全长|总长|长度|高度|宽度|深度|投资|产值|目标|规模|数量|总数|人数|价格|票价|容量|库容|比例|占比|比重|增速|增幅|时间|日期|地点|地址|原因|名字|标题"
    r"|造价|成本|收入|利润|净利|营收|销量|产量|产能|能力|标准|资金|费用|经费|预算|工期|进度|客流|床位|学位|职务|年龄|身份|名称|损失|时速|海拔|[坝楼桥塔身层]高|总值|总额|金额|市值|股价|流量|水位|水量|雨量"
    r"|工资|月薪|租金|奖金|补贴|电话|[\u4e00-\u9fff](?:率|额|量|值|价|费|积|速|龄|薪)"
)
BODY = re.compile(r".(?:站|厂|院|馆|局|公司|集团|中心|枢纽|工程|港口|大桥|水库)$")
MODIFIER = re.compile(
    r"总|起|年|日|月|净|均|首|最|年均|日均|平均|人均|增长|规划|建筑|占地|常住|流动|计划|实际|设计|预计|累计|新增|建设|处理|营业|销售|地区|生产|同比|直接|经济|集装箱|一般|公共|预算"
)
# One character that ends a subject when one of these follows; two characters by jieba's tag.
VERB_THEN = re.compile(r"[了过着到成入出于有至]")
SURELY = frozenset(
    "每月 每年 每天 投产 通车 开诊 开馆 竣工 规划 落户 计划 种植 建成 投入 完成 投用 来自 拥有 设有 配备 安排 招收 覆盖 增至 达到 超过".split()
)
DEED = re.compile("|".join(sorted(SURELY)))
COPULA = re.compile(
    r"(?:是|为|同比|环比|原有?|现有?|有|达到?|共有?|一共|总共|大约|约|分别|在|了|的|将|会|要|已经?|目前|现在|预计|究竟|到底|叫|由|被|能|可以|给|,|，)+$"
)
LEADING = re.compile(r"^(?:请问|那么?|是|有|的|了|由|在|被|,|，)+")
FUNCTION = frozenset(
    "的着得了是在有和与跟及将被把为从到对由就都也还又已能会要个这那其各每多大小新老几什么哪谁吗呢吧之以上下里中内外前后时年月日号共约最很再不没"
)
VAGUE_PLACE = frozenset("新区 海洋 东方 城区 市区 老城 全国 全市 全省 全区 县城 城市 城镇 农村 国家".split())
PLACE_END = frozenset("省市县区镇乡村河江湖岛山桥港路巷州滩寺塔站村")
GENERAL_PLACE = re.compile(
    r"^(?:老|新|全|主|本|各|大|小|城|社|园|片|景|库|校|市|郊|山|农|乡)?.?(?:城区|城市|社区|园区|片区|小区|景区|库区|校区|辖区|街区|地区|湖区|农村|乡村)$"
)
DESIGNATION = re.compile(r"[A-Za-z]+[-—]?\d*|[《“「].+?[》”」]|\d+号")
NAME = rf"(?:{COMPOUND}|[{COMMON}])(?:(?![的了是在有和与跟及将被把为从到对由就都也还又已能会要个这那其各每大新老几什么哪谁吗呢之多共前后])[\u4e00-\u9fff]){{1,2}}?"
PERSON = re.compile(
    rf"(?:^|(?<=[长任记席员授师家人士者理监手工]))(?P<name>{NAME})(?=是[谁什哪]|今年|去年|担任|现任|说|认为|介绍|表示|提到|提出|透露|觉得|打算|获|毕业|哪[一年里]|什么|何时|多[大少]|几|怎|为|对|把|在|的|[打当做干带教写办修种养从去来参入退]|[,，]|$)"
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The parts in their own words, "" where there is none; `deed`: the verb before the asking words; `head` and `after`: all on their sides."""

    text: str
    time: str
    subject: str
    attribute: str
    deed: str
    head: str
    asking: str
    thing: str
    after: str

    def time_follows(self) -> bool:
        """Whether the time stands behind the subject: 崂山区去年, not 去年崂山区."""
        return bool(self.time and self.subject) and self.text.find(self.subject) < self.text.find(self.time)

    def about(self, other: str) -> str:
        """The question with another subject; a time that stands inside the old one goes in front."""
        if self.subject in self.text:
            return self.text.replace(self.subject, other, 1)
        return self.time + self.text.replace(self.time, "", 1).replace(self.subject, other, 1)

    def led(self) -> str:
        """Time and subject in their order."""
        return self.subject + self.time if self.time_follows() else self.time + self.subject


def sketch(text: str) -> Sketch:
    """The parts of a clean question, its end mark left out."""
    text = text.strip().rstrip("?？。!！ ")
    text = re.sub(r"(?<=.)[呢啊呀]$", "", text)
    match = ASKING.search(text)
    head, asking, after = (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")
    time = TIME.search(text)
    thing = _thing(after, asking[-1:] in COUNTERS) if asking.startswith(("多少", "几", "哪")) else ""
    bare = LEADING.sub("", TIME.sub("", head, count=1))
    if not COPULA.sub("", bare):
        subject, attribute = _parted(LEADING.sub("", TIME.sub("", after[len(thing) :], count=1)))
    else:
        subject, attribute = _parted(bare, asking.startswith(("多少", "几")) or not after)
    name = person_in(text)
    subject = name if name and name.startswith(subject) else subject
    deed = COPULA.sub("", bare.partition(subject)[2]) if subject and not attribute else ""
    return Sketch(
        text,
        time.group() if time else "",
        subject,
        attribute,
        deed if deed in SURELY or tag(deed) == "v" else "",
        head,
        asking,
        thing,
        after,
    )


def _thing(after: str, counted: bool) -> str:
    """The noun right behind the asking words; behind a counter (多少件投诉) it may look like a verb."""
    found = ""
    for word in cut(after):
        if not re.match(r"[\u4e00-\u9fff]", word) or (is_verb(word) and (found or not counted)) or (found and word in FUNCTION):
            break
        found += word
    return found.strip("的")


def is_verb(word: str, following: str = "") -> bool:
    """Whether a word ends a subject."""
    if len(word) > 1:
        return word in SURELY or (tag(word) in ("v", "vd", "d") and not ATTRIBUTE.search(word))
    return word in "有是为被由将能会可要" or bool(word in "建种设占投达用花修开住来获招拍拆养产卖买涨降说" and VERB_THEN.match(following))


def _parted(head: str, with_deed: bool = True) -> tuple[str, str]:
    """Subject and attribute of what stands before the asking words: 雁回湾新区 | 规划面积. `with_deed`: a verb may stand there too."""
    words = cut(COPULA.sub("", head))
    attribute = ""
    if words and (ATTRIBUTE.fullmatch(words[-1]) or ATTRIBUTE.fullmatch("".join(words[-2:])[-2:])):
        attribute = words.pop()
        while words and (MODIFIER.fullmatch(words[-1]) or ATTRIBUTE.fullmatch(words[-1] + attribute)):
            attribute = words.pop() + attribute
    whole = len(words) if not with_deed and words and not is_verb(words[-1]) else 1
    last = max((at for at, word in enumerate(words) if (word == "的" and at < len(words) - 1) or BODY.search(word)), default=0)
    for at in range(max(whole, last), len(words)):
        if is_verb(words[at], words[at + 1] if at + 1 < len(words) else "" if attribute else "了"):
            words = words[:at]
            break
    return COPULA.sub("", "".join(words)), attribute


def specific(text: str) -> bool:
    """Whether a text names one certain thing: a place, a person, a numbered or quoted name, a word no dictionary has."""
    return bool(DESIGNATION.search(text) or person_in(text) or names_in(text))


def names_in(text: str) -> frozenset[str]:
    """Names of a text, as far as they can be told from words: those of the dictionary, and single characters that make no word."""
    found, run, before = set(), "", ""
    for word in [*cut(DEED.sub("，", ATTRIBUTE.sub("，", ASKING.sub("，", TIME.sub("，", text))))), "，"]:
        single = len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in FUNCTION and word not in MEASURES
        if not single and len(run) > 1:
            found.add(run)
        run = run + word if single else ""
        if len(before) > 1 and word in PLACE_END and tag(before)[:1] in ("n", "f"):
            found.add(before + word)
        if _is_name(word):
            found.add(word)
        before = word
    return frozenset(found)


def _is_name(word: str) -> bool:
    kind = tag(word)
    if len(word) < 2 or word in SURELY or not "\u4e00" <= word[0] <= "\u9fff" or word in VAGUE_PLACE or GENERAL_PLACE.match(word):
        return False
    return kind in ("", "ns", "nt") or (kind in ("nr", "nrt") and word[0] in COMMON)


def core_of(subject: str) -> tuple[str, str]:
    """The certain thing a subject opens with, and the rest of it: 岚溪乳业 | 低温鲜奶. Without a certain thing all is rest."""
    words = cut(subject)
    for at in range(1, len(words) + 1):
        if not specific("".join(words[:at])):
            continue
        while at < len(words) and len(words[at]) == 1 and words[at - 1] not in PLACE_END:
            at += 1
        if at < len(words) and words[at - 1][-1] not in PLACE_END and tag(words[at])[:1] == "n":
            at += 1
        return "".join(words[:at]), "".join(words[at:])
    return "", subject


def person_in(text: str) -> str:
    """The name of a person a question is about; "" for none."""
    match = PERSON.search(text)
    return match["name"] if match and tag(match["name"]) in ("", "nr", "nrt") else ""
