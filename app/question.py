"""What a question asks for. Comes in: the question as typed. Goes out: Question: its clean form, kind, and what must be borne out.

Knows no article. A question that cannot be answered by anyone (empty, too long, not text, no Chinese) is refused here, for every door.
"""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.clean import clean
from corpus.errors import BadQuestion

Kind = Literal["number", "date", "person", "place", "list", "reason", "manner", "definition", "yesno", "other"]
LONGEST = 512
HAN = re.compile(r"[\u3400-\u9fff]")

# First match wins; the order goes from the word that decides to the word that only hints.
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("yesno", re.compile(r"^(?!.*(?:多少|几|谁|哪|什么|啥|怎|为何|如何)).*(?:吗|吧|没有|了没|不|(?<![什怎那这多要])么)[?。!]?$")),
    ("reason", re.compile(r"为什么|为何|为啥|咋会|什么原因|何种原因|原因是|怎么会|凭什么|什么缘故")),
    (
        "date",
        re.compile(
            r"什么时候|啥时候|何时|哪一?年|哪一?天|哪一?日|几月|几号(?!线|楼|馆|门|院|厅|桥)|几点|几时|什么日期|日期是|时间是|哪个月|啥时|星期几|礼拜几|周几|什么时间|多会儿|年份"
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|(?<![哪这那])几(?!乎|何|经|度|位数|大领域|方面)[\u4e00-\u9fff]|多大|多长|多高|多远|多重|多宽|多深|多久|多快|占比|比例是|比重是|百分之几|总数|数量|规模是|金额|面积是|增速|增幅|几$"
        ),
    ),
    ("yesno", re.compile(r"吗[?。!]?$|是不是|是否|有没有|能不能|会不会|可不可以|对不对|对吧[?]?$|(?<![什怎那这多要])么[?。!]?$")),
    ("person", re.compile(r"谁|哪位|哪几位|什么人|何人|哪个人|哪些人|姓名|叫什么名字|记者是|作者是|[书记市长主席区长]叫")),
    ("place", re.compile(r"哪里|哪儿|在哪|什么地方|何处|何地|啥地方|哪个地方|哪个省|哪个市|哪个区|哪座城|位于|地点")),
    (
        "list",
        re.compile(
            r"列出|列举|哪些|哪几|哪[两二三四五六七八九十]|有什么|有啥|包括什么|分别|都是什么|什么和什么|[两二三四五六七八九十\d]大\S{0,8}是|[三四五六七八九十\d]个\S{0,8}是"
        ),
    ),
    ("definition", re.compile(r"什么是|是什么意思|指的是|是指|是啥意思|啥叫|什么叫|何谓|定义")),
    ("manner", re.compile(r"怎么|怎样|如何|咋|通过什么|靠什么|用什么方式|什么办法")),
)
# What a question leans on when it cannot stand alone: it opens with a pointer, or ends in 呢 after next to nothing.
POINTS_BACK = re.compile(
    r"^(?:那么?|那)?(?:其中|里面|里头|另外|还有(?!多少)|后来|然后|接着|此外|前者|后者|刚才|上面说)"
    r"|^(?:那么?)?(?:他|她|它|他们|她们|它们)(?!国|人|山|乡)"
    r"|^(?:那么?)?(?:(?:比|那|和|与|跟)(?:前|上|后|下)一?[年月天周期]|比[这那它]|除了?[这那此])|[这那]么说"
    r"|^(?:这个|那个|这|那|该)(?:是(?!.*(?:报|文章|稿|版面|访谈))|有|在|为|怎|什|几|多|又|还|会|要|能|里的?|儿|时|之后|以后)"
)
ELLIPSIS = re.compile(r"^[\u4e00-\u9fff\w]{1,8}呢[?]?$")
MEASURE = re.compile(r"(?:多少|几)(?P<measure>[\u4e00-\u9fff]{0,4})")


@dataclass(frozen=True, slots=True)
class Question:
    """`text` as typed (ends stripped), `clean` its search form, `leans`: it needs a conversation to be understood."""

    text: str
    clean: str
    kind: Kind
    leans: bool


def understand(text: object) -> Question:
    """Read a question.

    :raises BadQuestion: when it is no text, empty, longer than 512 characters, or has no Chinese in it; says what to do.
    """
    stripped, form = _read(text, "问题")
    if not HAN.search(form):
        raise BadQuestion("请用中文提问。")
    return Question(stripped, form, kind_of(form), leans(form))


def kind_of(form: str) -> Kind:
    """The kind of answer a clean question asks for; "other" when no word of it decides."""
    return next((kind for kind, pattern in KINDS if pattern.search(form)), "other")


def leans(form: str) -> bool:
    """Whether a clean question points back to something said before."""
    return bool(POINTS_BACK.search(form) or ELLIPSIS.search(form))


def search_text(text: object) -> str:
    """A search query in its clean form: as `understand`, but words of any script will do.

    :raises BadQuestion: when it is no text, empty, too long, or without a word.
    """
    form = _read(text, "要找的词句")[1]
    if not any(character.isalnum() for character in form):
        raise BadQuestion("要找的词句里没有字，请写下要找的词句。")
    return form


def _read(text: object, name: str) -> tuple[str, str]:
    """The text without its ends, and its clean form; `name` is what messages call it."""
    if not isinstance(text, str):
        raise BadQuestion(f"{name}要是一段文字。")
    if len(text) > LONGEST:
        raise BadQuestion(f"{name}有 {len(text)} 个字，最多 {LONGEST} 个字，请写短一些。")
    stripped = text.strip()
    if any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\n\r") for c in stripped):
        raise BadQuestion(f"{name}里有不是文字的字符，请重新输入。")
    form = " ".join(clean(stripped).text.split())
    if not form:
        raise BadQuestion(f"{name}是空的，请写下来再试。")
    if len(form) > LONGEST:
        raise BadQuestion(f"{name}太长，最多 {LONGEST} 个字，请写短一些。")
    return stripped, form
