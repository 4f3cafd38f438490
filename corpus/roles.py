"""What each line of a newspaper article is. Comes in: its lines, with the blank lines before each. Goes out: (role, speaker) a line.

Works from layout and wording alone: marks (■ captions, □ bylines), labels (记者: / 张元升:), dates, and how a line ends.
Knows no file format and changes no text. A speaker is None when it is not sure.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.article import Article, Paragraph, Role

LABEL = re.compile(r"(?P<name>[\u4e00-\u9fff·A-Za-z]{1,8})\s*[:：]")
SURNAME = "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤锡衣欧司诸]"
SIGNS = frozenset("问答QAＱＡ")  # labels that tell who speaks without naming anyone
ASKER = re.compile(rf"(?:[\u4e00-\u9fff]{{0,5}}(?:报|网|社|台|新闻|周刊))?记者(?:问|{SURNAME}[\u4e00-\u9fff]{{1,2}})?|提问|问|主持人|本报|[QＱ]")
PAPER_ASKS = re.compile(r"[\u4e00-\u9fff]{1,6}(?:报|网|新闻|周刊|周末)")
PERSON = re.compile(rf"{SURNAME}[\u4e00-\u9fff·]{{1,3}}")
NOT_PEOPLE = re.compile(r"时间|地点|日期|电话|地址|邮编|邮箱|网址|来源|编辑|责编|校对|摄影|制图|备注|提示|链接|主办|承办|首先|其次|再次|最后|一是|.*(?:说|表示|认为|介绍|指出)")
CAPTION = re.compile(
    r"^[■▲▼◆●↑↓←→△]|^(?:图|上图|下图|左图|右图|题图)[:：为]|^(?:【同期】)|(?:摄|供图|新华社发|资料图片?|视频截图|图片来自[\u4e00-\u9fff]{2,8})[)）]?$|供图[/丨|:：]\S{2,12}$|。\S{2,8}记者[\u4e00-\u9fff]{2,4}(?:摄|资料)?$"
)
CREDITED = "(?:本期统筹|视觉|配音|总?监制|制片人?|(?:视频|文字|责任|图片|新媒体|流程)?编辑|责编|主编|编审|审校|审核|审读|校对|统筹|策划|制作|制图|设计|素材来源|来源|稿源|摄影|剪辑|文案|作者|出品|撰文|执笔|终审|值班主任)"
BYLINE = re.compile(
    r"^[□○◎]|^(?:本报|特约|实习)?(?:记者|通讯员|作者)\s*(?!手记|观察|调查|札记|提问|述评|来信|体验|探访|目击|连线)[\u4e00-\u9fff]{2,4}(?:\s|$)|记者\s+[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})*\s*$|^(?:来源|稿源)[:：]"
    rf"|^(?:本报)?(?:记者|通讯员|作者|编辑|责编|责任编辑|校对|摄影|制图)\s*[:：]\s*{SURNAME}[\u4e00-\u9fff·]{{1,3}}(?:[\s、]+[\u4e00-\u9fff·]{{2,4}})*$"
    rf"|^[(（【\[]?{CREDITED}\s*[:：丨|]\s*\S|^[(（][^()（）]{{2,40}}[)）]\s*[【\[]编辑[:：]|^(?:新华社|中新社|中新网|央视|总台|本报|本台|人民日报|光明日报|经济日报)(?:驻[\u4e00-\u9fff]{{2,6}})?记者\s*[\u4e00-\u9fff、\s]{{2,20}}(?:【编辑[:：]\S+】)?$"
    rf"|^[(（]?[^，。：]{{0,12}}(?:报|社|网|新闻|周刊|台|客户端)》?[^，。：]{{0,8}}记者{SURNAME}[\u4e00-\u9fff、\s]{{1,16}}[)）]?(?:[丨|][\u4e00-\u9fff]{{2,4}}报道)?$|^[^。！？]{{0,50}}【编辑[:：][^】]{{2,8}}】$"
    r"|^[文图]{1,2}[/丨|]\s*\S{2,20}$|^据\s?(?:新华社|中新社|中新网|央视|[\u4e00-\u9fff]{2,6}(?:报|网|社|新闻))$|^[(（](?:完|记者[^()（）]{2,20})[)）]$"
)
DATELINE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日(?:\s|$|[(（]|星期|周[一二三四五六日]|第?\d+版)|^\d{4}-\d{1,2}-\d{1,2}(?:\s|$)|^第?\s*\d+\s*版|^[(（]?(?:本报|新华社|中新社|中新网)[\u4e00-\u9fff]{0,8}\d+月\d+日(?:电|讯)[)）]?$|^《[^》]{2,12}》?[(（]\d{4}年\d{1,2}月\d{1,2}日[^()（）]{0,12}[)）]$")
KICKER = re.compile(r"^[—\-–]{1,2}")
TITLE_OF_A_PERSON = re.compile(r"(?:村民|居民|处长|研究员|工程师|质量师|技师|专家|书记|市长|区长|县长|主席|主任|院长|校长|董事长|总经理|教授|院士|局长|部长|省长)\s*[\u4e00-\u9fff·]{2,4}$")
SENTENCE_END = re.compile(r"[。！？!?；;…：:][”’」』）)]*$")
ASKED = re.compile("[?？][”’]?$")
LONGEST_HEADING = 40
_ANSWER: Role = "answer"
_QUESTION: Role = "question"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed and how many blank lines stand before it."""

    text: str
    gap: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a line was found to be."""

    role: Role
    speaker: str | None


def label(line: str) -> str | None:
    """The name before a colon that opens the line, when it can be a speaker's label."""
    match = LABEL.match(line)
    return match["name"] if match and len(line) > match.end() else None


def label_end(line: str) -> int:
    """Characters of the line that are its speaker's label, white space after it included; 0 when nothing follows it."""
    match = LABEL.match(line)
    if not match or match.end() == len(line):
        return 0
    return match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip())


def said_from(article: Article, paragraph: Paragraph, offset: int) -> int:
    """Where the words of a paragraph begin: behind its speaker's label, unless `offset` lies in the label itself."""
    text = article.text[paragraph.start : paragraph.end]
    name = label(text)
    if paragraph.role not in ("question", "answer") or name is None or (name != paragraph.speaker and name not in SIGNS):
        return paragraph.start
    begin = paragraph.start + label_end(text)
    return begin if begin <= offset else paragraph.start


def speakers(lines: Sequence[Line]) -> dict[str, Role]:
    """Labels that carry a conversation, and what their lines are; none when nobody asks or nobody answers.

    A reporter asks in whole sentences (a credit, 记者:王芳, is none), a paper in questions. Who is named right after one who asks answers,
    and so does whoever is named like a person and speaks more than once.
    """
    labels = [(name, line.text) for line in lines if (name := label(line.text))]
    counts = Counter(name for name, _ in labels)
    asking = {name for name, text in labels if ASKER.fullmatch(name) and SENTENCE_END.search(text)}
    asking |= {name for name, text in labels if counts[name] >= 2 and PAPER_ASKS.fullmatch(name) and text.endswith(("?", "？"))}
    after = Counter(name for (before, _), (name, _) in pairwise(labels) if before in asking and name not in asking)
    answering = {n for n, count in after.items() if n in SIGNS or (not NOT_PEOPLE.fullmatch(n) and (2 <= len(n) <= 4 or count >= 2))}
    if not answering:
        return {}
    answering |= {n for n, count in counts.items() if count >= 2 and PERSON.fullmatch(n) and not NOT_PEOPLE.fullmatch(n)}
    return {**dict.fromkeys(answering, _ANSWER), **dict.fromkeys(asking, _QUESTION)}


def assign(lines: Sequence[Line]) -> list[Part]:
    """The role and speaker of every line, in order."""
    known = speakers(lines)
    parts: list[Part] = []
    answering: Part | None = None
    begun = False
    for number, line in enumerate(lines):
        part = _marked(line.text) or _labelled(line.text, known)
        if part is None:
            if _is_heading(lines, number):
                heading: Role = "caption" if TITLE_OF_A_PERSON.search(line.text) else "subhead"
                part = Part(heading if begun else "headline", None)
            else:
                part = answering if answering and line.gap < 2 else Part("body", None)
        begun = begun or part.role in ("headline", "question", "answer", "body")
        if part.role in ("answer", "question"):
            answering = part if part.role == "answer" else None
        elif part.role != "caption" or line.gap >= 2 or (answering and _told_of(lines, number + 1, known, answering.speaker)):
            answering = None
        parts.append(part)
    return _with_lead(_with_asked(lines, parts))


def _told_of(lines: Sequence[Line], number: int, known: Mapping[str, Role], speaker: str | None) -> bool:
    """Whether the paragraphs from here to the next heading or label name the one who was answering: then they tell of him and are not his."""
    for at in range(number, len(lines)):
        text = lines[at].text
        if _marked(text) or _labelled(text, known) or _is_heading(lines, at):
            break
        if speaker and speaker in text:
            return True
    return False


def _with_asked(lines: Sequence[Line], parts: Sequence[Part]) -> list[Part]:
    """Questions without a label whose answers have one: 能否多次入境？ / 答：可以。"""
    found = list(parts)
    answered = [n for n, line in enumerate(lines) if n and label(line.text) in ("答", "A", "Ａ") and ASKED.search(lines[n - 1].text)]
    if len(answered) >= 2:
        for n in answered:
            found[n] = Part("answer", None)
            if found[n - 1].role != "question":
                found[n - 1] = Part("question", None)
    return found


def _marked(text: str) -> Part | None:
    short = len(text) <= 60
    if CAPTION.search(text) and len(text) <= 120:
        return Part("caption", None)
    if short and BYLINE.search(text):
        return Part("byline", None)
    if short and DATELINE.search(text) and not SENTENCE_END.search(text):
        return Part("dateline", None)
    if short and KICKER.search(text) and not SENTENCE_END.search(text):
        return Part("subhead", None)
    return None


def _labelled(text: str, known: Mapping[str, Role]) -> Part | None:
    name = label(text)
    if name is None or name not in known:
        return None
    return Part(known[name], None if name in SIGNS else name)


def _is_heading(lines: Sequence[Line], number: int) -> bool:
    text = lines[number].text
    return len(lines) > 1 and len(text) <= LONGEST_HEADING and not SENTENCE_END.search(text) and "。" not in text


def _with_lead(parts: Sequence[Part]) -> list[Part]:
    """The first run of body paragraphs of an interview is its lead; of any other article, the first body paragraph."""
    interview = any(part.role == "answer" for part in parts)
    found: list[Part] = []
    state = "before"
    for part in parts:
        if part.role == "body" and state in ("before", "inside"):
            found.append(Part("lead", None))
            state = "inside" if interview else "after"
            continue
        if state == "inside":
            state = "after"
        found.append(part)
    return found
