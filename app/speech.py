"""Words and their part of speech. Comes in: a text or a word. Goes out: jieba's words, a word's tag, and words that ask, count, tell time.

The dictionary stays bytes (5 MB, its lines sorted), of which a word needs twenty looks; a table of all its words would be ten times as
large. Knows no question.
"""

import re
from functools import cache, lru_cache

from index.words import cutter

MEASURES = "所家个名位座条处套项场种类棵株户间栋幢辆台部件本篇首支只头匹吨亩次届批班列组队门节块张幅岁天年月人倍层级期艘架枚枝元米字颗"
COUNTERS = frozenset("所家个座条处套项场种类棵栋辆台部件篇首支只次届批门")
# Words that begin with what could be a measure: 多少|本科生, 几|项目.
NO_MEASURE = (
    r"(?!本[科省市地土]|项目|场[馆所地]|家[庭长电具]|座位|条[款例]|班[级车]|名[额师]|位置"
    r"|部[门队]|门[店诊]|人[才口]|台风|支[队付]|组织|户[籍口]|队伍|节目|处分)"
)
ASKING = re.compile(
    rf"几[点时月号]|(?:多少|(?<![十好])几)(?:个百分点|平方公里|平方米|公里|小时|分钟|万元|亿元|人次|{NO_MEASURE}[{MEASURES}])?"
    r"|什么时候|啥时候|何时|哪一?[年天月日届]|什么时间|为什么|为何|为啥"
    r"|多[大长高久远宽深重快]|什么样|怎么样|怎样|怎么|如何|哪些|哪里|哪儿|哪几?[家个位座所条名项种类届支处艘只]?|谁|什么|何处|是不是|是否|有没有"
)
TIME = re.compile(
    r"[一二三四五六七八九十几\d]+年(?:以?前|以?后|之前|之后|以来)|(?:(?:19|20)\d{2}年?|今年|去年|前年|明年|后年|本年度?|上年|同期|近[一二三四五两\d]年)"
    r"(?:以前|之前|以后|之后)?"
    r"(?:的?(?:上半年|下半年|第?[一二三四1-4]季度|前[一二三四\d]季度|底|末|初|同期|春节|\d{1,2}月(?:\d{1,2}日)?))?"
    r"|上半年|下半年|第?[一二三四1-4]季度|前[一二三四\d]季度|\d{1,2}月(?:\d{1,2}日|份)?|\d{1,2}日|本月|上月|昨天|今天|目前"
)
ATTRIBUTE = re.compile(
    r"面积|人口|全长|总长|长度|高度|宽度|深度|投资|产值|目标|规模|数量|总数|人数|价格|票价|容量|库容|比例|占比|比重|增速|增幅|时间|日期|地点|地址|原因|名字|标题"
    r"|造价|成本|收入|利润|净利|营收|销量|产量|产能|能力|标准|资金|费用|经费|预算|工期|进度|客流|床位|学位|职务|年龄|身份|名称|损失|时速|海拔|[坝楼桥塔身层]高|总值|总额|金额|市值|股价|流量|水位|水量|雨量"
    r"|定位|意义|特色|亮点|优势|主题|全称|背景|工资|月薪|租金|奖金|补贴|电话|[\u4e00-\u9fff](?:率|额|量|值|价|费|积|速|龄|薪)"
)
# One character that ends a subject when one of these follows; two characters by jieba's tag.
VERB_THEN = re.compile(r"[了过着到成入出于有至]")
DOES = "建种设占投达用花修开住来获招拍拆养产卖买涨降说伤死救困抓挖捐"
DONE = ("了", "过", "着", "到")
SURELY = frozenset(
    (
        "每月 每年 每天 投产 通车 开诊 开馆 竣工 规划 落户 计划 种植 建成 投入 完成 投用 来自 拥有 设有 配备 安排 招收 覆盖 增至 达到 超过"
    ).split()
)
DEED = re.compile("|".join(sorted(SURELY)))
FUNCTION = frozenset(
    "的着得了是在有和与跟及将被把为从到对由就都也还又已能会要个这那其各每多大小新老几什么哪谁吗呢吧之以上下里中内外前后时年月日号共约最很再不没"
)


def cut(text: str) -> list[str]:
    """The words of a text, names unknown to the dictionary in single characters."""
    return [str(word) for word in cutter().cut(text, HMM=False)]


@lru_cache(4096)
def tag(word: str) -> str:
    """jieba's part of speech; "" for a word its dictionary does not have."""
    lines, wanted = _dictionary(), b"\n" + word.encode() + b" "
    low, high = 0, len(lines) - 1  # where lines begin: the first that is not before the wanted one is in [low, high]
    while low < high:
        middle = lines.rfind(b"\n", low, (low + high) // 2 + 1)
        if lines[middle : middle + len(wanted)] < wanted:
            low = lines.index(b"\n", middle + 1)
        else:
            high = middle
    return lines[low + 1 : lines.index(b"\n", low + 1)].split()[-1].decode() if lines.startswith(wanted, low) else ""


def is_verb(word: str, following: str = "") -> bool:
    """Whether a word ends a subject."""
    if len(word) > 1:
        return (
            word in SURELY
            or (word[0] == "被" and word[-1] != "告")
            or (following in DONE and tag(word)[:1] in "nv")
            or (tag(word) in ("v", "vd", "d") and not ATTRIBUTE.search(word) and word[-1] != "稿")
        )
    return word in "有是为被由将能会可要" or bool(
        word in "建种设占投达用花修开住来获招拍拆养产卖买涨降说伤死救困抓投挖捐" and VERB_THEN.match(following)
    )


@cache
def _dictionary() -> bytes:
    import jieba

    with jieba.get_module_res("dict.txt") as file:
        return b"\n" + b"\n".join(sorted(bytes(file.read()).split(b"\n"))) + b"\n"
