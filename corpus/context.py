"""What a passage is about beyond its own words. Comes in: an Article. Goes out: for each passage a short context string.

The article's title and day, the section's heading, the interviewer's question, and full names for what the passage calls by its
head noun alone ("片区" where the article speaks of "张村河片区"). Names come from the article's own repetitions, no list of
names is needed. The context helps finding and reading; it is never quoted.
"""

import re
from collections import Counter
from dataclasses import dataclass

from corpus.article import Article
from corpus.roles import label_end

HEADS = re.compile(
    "片区|园区|新区|社区|景区|小区|校区|开发区|示范区|自贸区|公司|集团|大学|学院|医院|银行|法院|博物馆|图书馆|体育馆|公园|机场|车站|"
    "大桥|工厂|研究院|研究所|协会|基金会|电站|水库|铁路|高铁|地铁"
)
BREAK = frozenset("的了在是和与及或把将对从向到于为以由被让使等各该本这那此其有个们我你他她它也都又就还并而但则要会能可不中上下内外里前后全")
HAN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]")
LONGEST_NAME = 8
LONGEST_QUESTION = 60
LONGEST_TITLE = 36


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts of one article, ready to be asked for a passage."""

    title: str
    sections: dict[int, str]  # paragraph number -> the question or heading it stands under
    names: dict[str, str]  # head noun -> the article's full name for it
    text: str

    def of(self, paragraph: int, start: int, end: int) -> str:
        """The context of the passage `text[start:end]` that begins in that paragraph; parts stand beside each other with blanks."""
        passage = self.text[start:end]
        heads = dict.fromkeys(HEADS.findall(passage))
        missing = [self.names[head] for head in heads if head in self.names and self.names[head] not in passage]
        return " ".join(part for part in (self.title, self.sections.get(paragraph, ""), *missing) if part and part not in passage)


def contexts(article: Article) -> Contexts:
    """Work out the contexts of an article."""
    return Contexts(article.title[:LONGEST_TITLE], _sections(article), full_names(article.text), article.text)


def _sections(article: Article) -> dict[int, str]:
    found: dict[int, str] = {}
    current = ""
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        if paragraph.role == "question":
            current = text[label_end(text) :][-LONGEST_QUESTION:]
        elif paragraph.role == "subhead":
            current = text[:LONGEST_QUESTION]
        elif paragraph.role in ("lead", "headline", "dateline", "byline", "caption"):
            continue
        else:
            found[paragraph.number] = current
    return found


def full_names(text: str) -> dict[str, str]:
    """Head noun -> the name ending in it that the text repeats most often (at least twice), if there is one."""
    counts: Counter[str] = Counter()
    for match in HEADS.finditer(text):
        start = match.start()
        while start > 0 and match.start() - start < LONGEST_NAME and HAN.match(text[start - 1]) and text[start - 1] not in BREAK:
            start -= 1
            counts[text[start : match.end()]] += 1
    best: dict[str, tuple[int, str]] = {}
    for name, count in counts.items():
        head = next(h for h in HEADS.findall(name) if name.endswith(h))
        weight = count * (len(name) - len(head))
        if count >= 2 and len(name) - len(head) >= 2 and (weight, name) > best.get(head, (0, "")):
            best[head] = (weight, name)
    return {head: name for head, (_, name) in best.items()}
