"""Who is named in a text. Comes in: an article's text. Goes out: mentions of people, each with the full name as first printed.

Works by rule: a surname list, titles before a name, words that can follow one, the characters foreign names are written with. A name
is believed where its surroundings say so; from then on it is known wherever it stands. Knows no sentences and no verbs of speech.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from corpus.surnames import (
    AFTER,
    ALONE,
    COMMON,
    COMPOUND,
    ENDED,
    FOREIGN,
    HAN,
    KNOWN,
    LOOSE,
    MAYBE,
    NO_CHOSEN,
    NO_END,
    NO_NAME,
    OFFICE,
    OFTEN,
    PLACES,
    PLAINLY,
    POLITE,
    RARE,
    SPEAKS,
    STRONG,
    SURELY,
    TIBETAN_PART,
    TIED,
    TITLE,
    TOP,
    VERBS,
    WORDS,
)

_LATIN = r"(?<![A-Za-z])(?<![A-Za-z] )[A-Z][A-Za-z.'’-]*(?:[ ·.]?[A-Z][A-Za-z.'’-]*){0,3}"
_ABROAD = rf"(?:(?!{ENDED})[{FOREIGN}{COMMON}{RARE}])"
_REST = rf"(?:[·•‧・∙.-](?:{_ABROAD}{{1,9}}|[A-Z]\.?))+"
_DOTTED = rf"(?:[{FOREIGN}{COMMON}{RARE}]|[A-Z]\.?){{1,8}}{_REST}"
# 陈茂和说, 陈克能指出: what needs words behind it and has none belongs to the name.
_GIVEN = rf"(?:(?![{NO_NAME}])[{HAN}][{TIED}](?={STRONG})|(?:(?![{NO_NAME}])[{HAN}])?(?![{NO_NAME}{NO_END}])[{HAN}])"
_HEAD = "[人者长师员家手官队局院部社委会司处厅办所站校学团村县市镇区班]"  # the last character of a title or body
_CHINESE = rf"(?:{COMPOUND}|[{COMMON}{RARE}{OFTEN}]){_GIVEN}"
_FOREIGN = rf"(?!{PLACES})[{FOREIGN}]"
TITLED = re.compile(
    rf"(?:{TITLE}) ?(?:、|[（(][^（）()]{{1,12}}[）)])?(?P<name>{_DOTTED}|[{HAN}]{{1,5}}{_REST}|(?:{_CHINESE}|[{FOREIGN}]{{2,8}}|{_LATIN})(?={AFTER}|{POLITE}|{PLAINLY}|{TITLE}))"
)
OPENING = re.compile(
    rf"(?:(?:(?<=[，,。！？；;：:（()）》”\n、的 ])|(?<=^)|(?<=[会式赛以]后)|(?<=[会式]上)|(?:(?<=时)|(?<=中))(?![{LOOSE}])|(?<={_HEAD})(?:(?![{LOOSE}])|(?=[{HAN}]{{3}}(?:说|表示|介绍|告诉|称|认为))))"
    rf"(?P<name>{_DOTTED}|(?:{COMPOUND}|[{COMMON}{OFTEN}]){_GIVEN}|{_FOREIGN}{{3,6}}(?={VERBS}|{POLITE}|{PLAINLY})|{_LATIN}))(?={SPEAKS}|{POLITE}|{PLAINLY})", re.MULTILINE
)
LEADING = re.compile(rf"(?:^|(?<=[。！？；”]))(?P<name>[{TOP}](?:(?![{NO_NAME}])[{HAN}])(?![{NO_NAME}{NO_END}])[{HAN}])(?={AFTER})", re.MULTILINE)
BARE = re.compile(rf"(?P<name>[{TOP}](?:(?![{NO_NAME}])[{HAN}])(?![{NO_NAME}{NO_END}])[{HAN}])(?=说|表示|介绍|告诉|称|看来|回忆|认为|指出|坦言|透露|[辩诉还则曾]称|曾表示|明确|[也还则均](?:表示|说|认为|称|指出|在)|[在对][^，。]{{1,10}}(?:说|表示))")
HELD_OFFICE = re.compile(rf"(?:{OFFICE})(?P<name>(?:(?!{NO_CHOSEN})(?![{NO_NAME}{NO_END}])[{HAN}]){{2,3}})(?=介绍|表示|告诉|说(?!明)|认为|指出|坦言|透露)")
SHORT = re.compile(rf"(?:^|(?<=[，。！？；”]))(?P<name>(?!{PLACES}|业内|大使|大力|大安|大埔|同比)[{FOREIGN}]{{2}})(?=说|表示|称|认为|指出|强调|告诉|还|则)", re.MULTILINE)
TITLE_ALONE = re.compile(rf"(?:^|(?<=[，。；！？”\n]))(?:这位|该)?(?P<title>{ALONE})(?=说|表示|称|指出|强调|认为|还|也|在|对|告诉|回忆|亲切|语重)|(?<![{HAN}])总书记", re.MULTILINE)
TITLE_OF = re.compile(rf"(?:^|(?<=[，。；！？”\n]))[{HAN}]{{2,12}}?(?:{ALONE}|财长|防长|发言人)(?=还?(?:说|表示|称|指出|强调|认为|补充|警告))", re.MULTILINE)
SURNAME_ALONE = re.compile(rf"(?:^|(?<=[，。；！？”\n])|(?<=不过)|(?<=[但而]))(?P<name>[{COMMON}])(?=[说称问答]|表示|回忆|认为|指出|强调|解释|举例|坦言)", re.MULTILINE)
_SURNAME = rf"(?:{COMPOUND}|[{COMMON}])"
_APART = rf"(?:(?<![{HAN}])|(?<={_HEAD})|(?<=[的对向和与民友主客子工男女人生]))"
CALLED = re.compile(
    rf"(?P<name>{_APART}[{HAN}](?<![位名这那该老此一二两三几各男女的大小空])(?:先生|女士|小姐)|(?P<surname>{_SURNAME})(?:{SURELY}|(?:{PLAINLY})(?={AFTER}|{SPEAKS}))|[{COMMON}{OFTEN}]某(?:某|(?!{AFTER}|[谎声诉辩供自])[{HAN}](?=说|称|表示|告诉|介绍|，))?|(?:{_APART}(?P<holder>{_SURNAME})(?:{POLITE})"
    rf"|{_APART}(?:[小老](?P<short>[{COMMON}])|阿[{HAN}])(?=”?(?:{SPEAKS})))(?={AFTER}|{SPEAKS}))"
)
BYLINE = re.compile(r"[电讯][（(][^（）()]{2,40}[）)]")  # 5月3日电(王小明)
DATELINE = re.compile(r"\d+月\d+日[电讯]")
POLITELY = re.compile(rf".{{1,2}}(?:{POLITE}|{PLAINLY})")
TRANSCRIBED = re.compile(rf"[{FOREIGN}]{{3,}}")
PRONOUN = re.compile(r"(?<![其吉])[他她](?!们|人|国|乡|日|山|的|这)")
DOTS = re.compile("[·•‧・∙.-]")
DOT = "[·•‧・∙]"
TIBETAN = re.compile(rf"(?P<name>(?:{TIBETAN_PART}){{2}})")
ALIAS = re.compile(rf"“(?P<alias>[{HAN}]{{2,5}})”(?=[{HAN}])")  # “馆长”陈之汉: 馆长 is he
ANYWHERE = re.compile(rf"(?<![{FOREIGN}{COMMON}{RARE}A-Za-z·•‧・∙])(?P<name>(?!{PLACES})[{FOREIGN}]{{2,8}}(?:{DOT}(?:(?!{ENDED})[{FOREIGN}]){{2,8}})+)(?={AFTER}|{SPEAKS}|{POLITE})", re.MULTILINE)
# 委员会|议员杰克·里德, 名叫|奥斯卡·冈萨雷斯: what a dotted name does not begin with.
TITLE_ENDS = re.compile(rf"(?:{TITLE})$")
NO_PART = re.compile(rf"(?:[{HAN}]?(?:{TITLE})|[叫名为])(?=[{HAN}]{{1,8}}{DOT})")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in `text[start:end]`; `name` is the full name, None for 他 and 她."""

    start: int
    end: int
    name: str | None


def mentions(text: str, also: Iterable[str] = (), never: Collection[str] = ()) -> list[Mention]:
    """Everybody named in the text, by place; `also`: names that are known without its surroundings; `never`: what is no name."""
    names = {name: place for name, place in named(text).items() if name not in never}
    if also:
        names = dict(sorted({**{name: text.find(name) for name in also}, **names}.items(), key=lambda item: item[1]))
    known = {**{name: name for name in names}, **{part: name for name, part in _parts(names)}}
    known |= {m["alias"]: name for m in ALIAS.finditer(text) for name in names if text.startswith(name, m.end()) and m["alias"] not in known}
    found = [Mention(m.start(), m.end(), None) for m in PRONOUN.finditer(text)]
    if known:
        pattern = re.compile(rf"(?<!{DOT})(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?!{DOT})")
        found += [Mention(m.start(), m.end(), known[m[0]]) for m in pattern.finditer(text)]
    taken = {m.start for m in found}
    for match in CALLED.finditer(text):
        if match.start("name") not in taken:
            found.append(Mention(match.start("name"), match.end("name"), _by_surname(match, names)))
    bylines = [m.span() for m in BYLINE.finditer(text)]
    found = [one for one in found if not any(start < one.start < end for start, end in bylines)]
    return sorted([*found, *_without_a_name(text, names)], key=lambda mention: mention.start)


def _without_a_name(text: str, names: dict[str, int]) -> list[Mention]:
    """A title or a surname alone (总理说, 何说): whoever the text names with it, when that is one person."""
    found = []
    for match in TITLE_ALONE.finditer(text):
        title = match["title"] or match[0]
        people = [name for name in names if f"{name}{title}" in text] or [name for name in names if f"{title}{name}" in text]
        found += [Mention(match.start(), match.end(), people[0])] if len(people) == 1 else []
    for match in TITLE_OF.finditer(text):
        people = [name for name in names if f"{match[0]}{name}" in text]
        found += [Mention(match.start(), match.end(), people[0])] if len(people) == 1 else []
    for match in SURNAME_ALONE.finditer(text):
        people = [name for name, place in names.items() if name[0] == match["name"] and len(name) < 4 and place < match.start()]
        found += [Mention(match.start(), match.end(), people[0])] if len(people) == 1 else []
    return found


def named(text: str) -> dict[str, int]:
    """Full name -> where it first stands, in the order of the text."""
    found: dict[str, int] = {}
    for pattern in (TITLED, OPENING, LEADING, HELD_OFFICE, BARE, SHORT, ANYWHERE, TIBETAN):
        for match in pattern.finditer(text):
            name = _whole(text, match)
            if _is_name(name, text) and not DATELINE.match(text, match.end("name")) and not (pattern in (BARE, SHORT, ANYWHERE) and any(name in other for other in found)):
                found[name] = min(match.end("name") - len(name), found.get(name, len(text)))
    for match in KNOWN.finditer(text):
        found.setdefault(match[0], match.start())
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _whole(text: str, match: re.Match[str]) -> str:
    """The name of a match without the end of the title before it: 总经|理桑德罗・梅斯基塔."""
    start, end = match.span("name")
    if DOTS.search(text, start, end):
        no_part = NO_PART.match(text, start, end)
        start = no_part.end() if no_part else start
        start += next((more for more in (1, 2) if TITLE_ENDS.search(text, max(0, start - 3), start + more)), 0)
    return text[start:end].strip(".· ")


def _is_name(name: str, text: str) -> bool:
    """Whether what stands in a name's place is one: no common word, unless the text never has the word without the rest (黄海涛)."""
    if name.isascii():
        return len(name) > 2 and not name.isupper()
    if POLITELY.fullmatch(name):
        return False
    word = WORDS.match(name)
    if not word or len(name) > 3 or TRANSCRIBED.fullmatch(name):
        return len(name) > 1
    return word[0] in MAYBE and word.end() < len(name) and text.count(word[0]) == text.count(name)


def _parts(names: dict[str, int]) -> list[tuple[str, str]]:
    """Parts of dotted names that stand for the whole: only where one name has them."""
    parts = [(name, part) for name in names for part in DOTS.split(name) if part != name and len(part) > 1]
    count = Counter(part for _, part in parts)
    return [(name, part) for name, part in parts if count[part] == 1]


def _by_surname(match: re.Match[str], names: dict[str, int]) -> str:
    """The one person of that surname named before, else as printed."""
    surname = match["surname"] or match["holder"] or match["short"] or match["name"]
    people = [name for name, place in names.items() if name.startswith(surname) and len(name) <= 4 and place < match.start()]
    return people[0] if len(people) == 1 else match["name"]
