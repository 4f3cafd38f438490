"""Why there is no answer. Comes in: a question, what was read, what is missing. Goes out: a reason code and a sentence in Chinese.

    needs_context   the question points back to something that was not said
    partly          some of what it names is in the articles, some is not, or the value asked for is not
    absent          the articles do not speak of it

Knows no threshold.
"""

from collections.abc import Sequence

from app.align import Term, found_share, searchable
from app.answer import ReasonCode
from app.question import Kind, Question
from app.weigh import Read

ASKED: dict[Kind, str] = {
    "number": "数量",
    "date": "时间",
    "person": "是谁",
    "place": "地点",
    "list": "有哪些",
    "reason": "原因",
    "manner": "做法",
    "definition": "是什么",
    "yesno": "是否如此",
    "other": "内容",
}
MOST_NAMED = 3
# Words of how a question is put, not of what it asks for: never named as missing.
FILLER = frozenset(
    "那边 这边 那里 这里 那个 这个 打算 准备 想要 现在 目前 大概 大约 总的 全部 到底 具体 "
    "情况 相关 有关 方面 时候 地方 东西 事情 个数 数目 人家".split()
)


def reason(question: Question, wanted: Sequence[Term], reads: Sequence[Read]) -> tuple[ReasonCode, str]:
    """Code and sentence for a question that is not answered."""
    if question.leans:
        return "needs_context", "这个问题要接着上文才懂，请把所问的人、地方或事情写出来再问。"
    if not reads:
        return "absent", "没有可查的文章段落。"
    words = [term for term in wanted if len(term.word) > 1 and term.word not in FILLER]
    everywhere = "\n".join({read.article.id: searchable(read.article.text + read.article.title) for read in reads}.values())
    nearest = searchable(reads[0].passage.context + reads[0].passage.text)
    present = [term.word for term in words if found_share(term, everywhere) >= 1]
    lacking = [term.word for term in sorted(words, key=lambda term: -term.weight) if found_share(term, everywhere) < 0.6]
    if lacking and present:
        return "partly", f"文中提到{'、'.join(present[:MOST_NAMED])}，没有提到{'、'.join(lacking[:MOST_NAMED])}。"
    if lacking or not present:
        return "absent", f"查了{_count(reads)}篇文章中最相近的{len(reads)}段，没有提到{'、'.join(lacking[:MOST_NAMED]) or '所问的内容'}。"
    apart = [term.word for term in words if found_share(term, nearest) < 0.6]
    if apart:
        return "partly", f"文中分别提到{'、'.join(present[:MOST_NAMED])}，但没有把它们说在一起，没有给出所问的{ASKED[question.kind]}。"
    return "partly", f"文中提到{'、'.join(present[:MOST_NAMED])}，没有说所问的{ASKED[question.kind]}。"


def _count(reads: Sequence[Read]) -> int:
    return len({read.article.id for read in reads})
