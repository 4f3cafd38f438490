"""Who a clause is about. Comes in: the words before a verb of speech, and the people named there. Goes out: its subject.

The subject is the first person of the clause that no preposition holds (对张三, 与张三) and nothing hangs on (张三的, 张三的父亲); without
a person, an organisation that the clause names; without either, it is looked for in the clauses before. Knows no quotation marks.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.names import Mention
from corpus.surnames import AFTER, HAN, PLAINLY, POLITE, SPEAKS

Kind = Literal["person", "body", "he", "blank", "unknown"]
LOOKED_BACK = 5  # clauses
LONGEST = 100  # characters of a clause that are looked at

DAY = r"(?:当地时间|近日|日前|近期|今天|昨天|今日|昨日|当天|当日|今晚|昨晚|当晚|目前|此前|随后|同日|稍早|早些时候|上午|下午|晚间|晚上|早上|凌晨|中午|(?:\d+年)?(?:\d+月)?\d+[日号](?:上午|下午|晚间?|凌晨)?|周[一二三四五六日天]|星期[一二三四五六日天]|\d+时许?)"
ASIDE = (
    rf"(?:于?{DAY}|[{HAN}]{{1,4}}地|并且?|还|也|又|则|都|便|就此?|(?:作出)?(?:重要)?批示|同时|此外|另外|其中|而且?|但是?|不过|因此|所以|其次|首先|最后|进一步|特别|尤其|明确|一边|耐心|热情|高兴|激动|感慨|动情|深情|严肃|认真|诚恳|自豪|骄傲|乐观|无奈|坚定|笑呵呵|乐呵呵|连连|连声|不禁|不由|忍不住|随即|再次|多次|反复|曾|一直|坦率|直接|公开|郑重|正式|甚至|只是|仅|已|已经|将|会后|赛后|事后|会上|采访中|访谈中|"
    rf"用[^，]{{2,12}}|对此|为此|就此|在此|谈[到及起论][^，]*|说[到起][^，]*|提[到起及][^，]*|聊[到起][^，]*|回忆起?[^，]*|回顾[^，]*|面对[^，]*|针对[^，]*|对于?(?!方|口|手|面)[^，]*|关于[^，]*|就[^，]{{2,}}|当[^，]*时|被问[^，]*|回答[^，]*|接受[^，]*|"
    rf"在[^，]*(?:时|后|中|上|下|里|间|前|际|内|处|月|月份|平台|现场|会议室|声明|报告|讲话)|回应[^，]{{2,10}}|对(?:记者|媒体|本报|[^，]{{1,6}}(?:报|社|新闻|记者))|通过[^，]*|结合[^，]*|以[^，]*为例|向[^，]*|据此|笑着?|告诉[^，]*|(?:采访|讲话|致辞)(?:时|中|后)|\s)"
)
BLANK = re.compile(rf"(?:{ASIDE}|[与跟](?!会)[^，]{{1,6}}|(?:深入|认真|仔细|充分肯定|听取|分析|总结|看完|听完|了解|参观|考察|调研)[^，]*[后时]|[^，]*(?:采访|提问|询问|会见|会谈|致辞|讲话|发言|演讲)(?:时|中|后)|[^，]*(?:发布会|座谈会|会议|仪式|论坛|活动|峰会)上)*+")
# What holds a person so that he is not the subject, unless something closes it before him.
HELD = re.compile(
    r"(?:(?:(?<![反面应绝相])对(?!方|口|外)|(?<![方面定志意走取])向(?!来)|(?<![供发])给|被(?!打|害|告|骗|执行|困|救)|(?<![自理事])由(?!于)|把|让|邀请|会见|采访|专访|接受|见到|联系|受(?!访|害|伤|邀|聘|灾|助)|针对|^和(?!平|谐|气|田|硕|县|声)|^就(?!像|读|是|业|职|任|医|近|能|可|会|在)|替|称赞|祝贺|任命|提名|指责|批评|纪念|感谢|致电|看望|慰问|名叫|支持|要求|希望|提到|谈到|看到|击败|战胜|大胜|战平|力克|横扫|淘汰|不敌|对阵|陪同|按照|根据|依照|贯彻|落实|学习)(?:(?!时|后|的|之际|期间|会上|仪式上|采访中|表示|说|，).)*"
    r"|(?:(?<!参)与(?!会|此)|跟|(?<![不协共合如相等])同(?!时|意|样|学|志|事|比|期|日|济|城|一|为|属|仁|类|步|心|行|等)).{0,2}"
    r"|[是为有叫见找救送如追打诉于]|(?<!顾)问|(?<!申)请|(?<![录影])像|(?<![感致])谢|(?<![报公被原])告|(?<!一)带|(?<![可所得足予加])以|[一每][位名])$"
)
MEETING = re.compile(r"，?在?(?:[同与和]|会见|会晤)[^，]{2,40}(?:时|后|期间|之际)，?")  # says when, not who
HANGING = re.compile(
    r"(?:先生|女士|教授|同志)?(?:的(?!感叹|感慨|话(?:[，。：说]|$)|感受|心声|评价|一席话|一番话|这番话)|之|前(?:助理|夫|妻|发言人|秘书|顾问|教练|队友)|所(?!指|说|言|述)|等(?!待)|家中|家里|一家|夫妇|父|母亲|妻|丈夫|儿|女儿|爱人|哥|弟|姐|妹|爷|奶|孙|爸|妈|家人|家属|亲属|同事|朋友|邻居|代理|经纪|助理|秘书|发言人|团队|方面|工作室|政府|当局|内阁|阵营|办公室|被(?!问|采访|提问)|母女|父子|案|集团|公司|科技|股份|证券|银行|街道|大街|医院|学校|大学)"
)
SEVERAL = re.compile("[、与及]|和(?!记者|民警|大家|我|主持人)|同(?!时|志|学|样|一|意|事|日|天|期)|以及|等(?!待)")
FREE = re.compile(rf"{AFTER}|{SPEAKS}|{POLITE}|{PLAINLY}")  # what stands behind a subject: 魏理仕华东区 is none where another follows
# Somebody else stands between the name and the verb: 张三的支持者表示.
OTHERS = re.compile("(?!.*(?:对|向|在|给|告诉|带|率|着|了|通过)|接受|和|与|就|代表).*(?:者|人士|专家|网友|家属|群众|居民|村民|学生|官员|负责人|发言人|工作人员|评论员|媒体|民警|同事|球迷|粉丝|公司|团队|消息)(?:纷纷|也|还|则|都|普遍)*$")
BODY = re.compile(
    rf"(?:[{HAN}]{{2,12}}(?:\d*月?\d+日[电讯] ?(?:[（(][^（()）]*[)）])?|讯 ?[（(][^（()）]*[)）]))?(?:(?:据|根据|对此|此前|另据|同时|此外|不过|而|但|{DAY})[，]?)*(?P<name>[{HAN}A-Za-z0-9（）()·“”、]{{2,30}}?(?:部|总统府|局|委|厅|公司|集团|银行|大学|学院|研究院|科学院|医院|法院|检察院|政府|警方|中心|学校|中学|小学|幼儿园|[科法文剧研医学三寺敬养剧书画]院|(?<![大全例国议年周机社晚宴盛峰开协布谈论])会|协会|学会|联合会|基金会|商会|委员会|管委会|理事会|董事会|监事会|常委会|"
    rf"组委会|居委会|村委会|办公室|指挥部|总队|支队|大队|中队|研究所|事务所|派出所|俱乐部|使馆|领事馆|领馆|联盟|总局|总署|署|防总|总工会|红十字会|消委会|消保委|消协|气象台|交易所|博物馆|图书馆|出版社|白宫|克里姆林宫|五角大楼|法庭|军方|国防军|央行|证监会|银保监会|保监会|银监会|卫健委|发改委|疾控中心|欧盟|北约|联合国|(?:世卫|卫生|贸易|移民|劳工|旅游|气象|国际|合作|武装|抵抗|解放)组织|智库|同盟|资本|证券|基金|平台|航空|电力|铁塔|移动|汽车|科技|机场|海关|税务|国资委|监委|纪委|基地|街道|律师团队|[网办店馆园站场厂队处科司](?=的?(?:有关|相关|工作人员|发言人|官员|负责)))|[A-Z]{{2,10}}|《[^《》]{{1,8}}(?:报|周刊|杂志)》(?:网站)?|《[^《》]{{1,8}}》(?:周刊|杂志)|白宫|克里姆林宫|五角大楼|央行|证监会|银保监会|银监会|卫健委|发改委|国资委|欧盟|北约|联合国|[美俄英法德日韩朝印叙伊以巴乌土加澳欧中菲越埃波黎](?:军?方|军|国防部|外交部)|中消协|最高检|最高法|公安部|外交部|国防部|商务部|财政部|教育部)"
    rf"(?:党组|新闻)?(?:方面)? ?(?:的?(?:一[名位]?)?(?:有关|相关|主要|宣传|办公室)?(?:部门|司局|科室|处室)?(?:发言人|负责人|工作人员|官员|负责同志|有关人士|相关人士))?(?:官方)?(?:微博|微信公众号|网站|客服)?(?:{ASIDE}|发[布表出](?:了|最新|晚间)?(?:声明|消息|通报|公告|报告|通知|预警|简报|《[^《》]*》)?|(?:网站)?(?:报道|撰文|发文)|[（(][^（）()]*[）)])*+"
)
NO_BODY = re.compile(
    r"(?:女子|男子|该|本|按|据|起诉|诉至|尽管|虽然|因为|不过|截图|视频|图源|当地|有关|相关|某|一些|一[家位名个所]|多[家个位名所]|这|那|其|上述|我|各|部分|两|几|不少|另|全|所有|许多|很多|大多|数[家十百]|\d|记者|受访|涉事|事发|来自|在|从|对|与|就|随着|由于|如果|经|当|"
    r"(?:公司|集团|警方|银行|政府|学校|医院|法院|检察院|委员会|协会|组织|俱乐部|军方|中心|平台|大学|学院|部|局|委|董事会|基金|证券|汽车|科技|机场|海关|资本|联盟|办公室|法庭|智库|基层组织)$)"
    r"|预计|废除|取消|.*(?:[不都也将就才还]|预计|可能)会$|.*[国人司]应(?!急|用)|.*解读|.{21}|.*部署$|(?!.*、.*和.*部$).*、|.*(?:情况|截图|相关|有关|等多|等[一二两三四五六七八九十]|的|在|到|赶|将|向|对|让|使|并|记者|被|把|是|了|获悉|了解|会议|告诉|接受|出席|宣布|要求|报道)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """`name` for a person or body; "he" is 他 or 她, "blank" says nothing of a subject, "unknown" has one that is nobody in particular."""

    kind: Kind
    name: str | None = None


CALLED_IN = re.compile("[^，]*(?:接到?|收到)[^，]*(?:电话|报告|报警|举报|来信|通知|短信|投诉|反映|求助)")  # who calls is not who is called

UNKNOWN, NOBODY = Subject("unknown"), Subject("blank")


def subject_of(text: str, people: Sequence[Mention], start: int, end: int) -> Subject:
    """The subject of the words `text[start:end]`, which a verb of speech follows. `people`: all mentions of the text, by place."""
    low = end
    for step in range(LOOKED_BACK):
        high, low = low, max(text.rfind(mark, start, low) for mark in "，,；;：:…") + 1 or start
        low = max(low, start)
        clause = text[max(low, high - LONGEST) : high]
        found = _person(text, people, low, high) or _body(clause)
        if step and CALLED_IN.fullmatch(clause.strip()) and not text[high + 1 : end].strip():
            return UNKNOWN
        if found and found.kind == "he":
            return _before_he(text, people, start, low) or found
        if found:
            return found
        if step == 0 and not BLANK.fullmatch(clause.strip("，, ")):
            return UNKNOWN
        if low <= start:
            break
        low -= 1
    return NOBODY if end - start < LONGEST and all(BLANK.fullmatch(part.strip()) for part in text[start:end].split("，")) else UNKNOWN


def _before_he(text: str, people: Sequence[Mention], start: int, end: int) -> Subject | None:
    """Whom 他 means when somebody is named earlier in the sentence: a subject, else whoever stands nearest."""
    low = end
    while low > start:
        high, low = low, max(text.rfind("，", start, low - 1) + 1, start)
        found = _person(text, people, low, high)
        if found and found.kind != "he":
            return found
    near = [one.name for one in people if start <= one.start and one.end <= end and one.name]
    return Subject("person", near[-1]) if near else None


def _person(text: str, people: Sequence[Mention], start: int, end: int) -> Subject | None:
    """The first person of the clause who is free to be its subject; two at once are nobody."""
    if MEETING.fullmatch(text, start, end):
        return None
    for at in range(bisect_left(people, start, key=lambda m: m.start), len(people)):
        one = people[at]
        if one.end > end:
            break
        if HELD.search(text[max(start, one.start - LONGEST) : one.start]) or HANGING.match(text, one.end, end):
            continue
        if text[one.start - 1 : one.start] == "、" or SEVERAL.match(text, one.end, end) or OTHERS.match(text[one.end : min(end, one.end + LONGEST)]):
            return UNKNOWN
        if one.name and not FREE.match(text, one.end) and at + 1 < len(people) and people[at + 1].end <= end:
            continue
        return Subject("person", one.name) if one.name else Subject("he")
    return None


def _body(clause: str) -> Subject | None:
    match = BODY.fullmatch(clause.strip())
    if match and not NO_BODY.match(match["name"]):
        return Subject("body", match["name"])
    return None
