"""Questions that a passage nearly answers: a question and its passage in, the question with one thing swapped out.

In: a question, everything the reader will see beside it (context and passage), and a similar text to borrow from. Out: the
question with its year, number, unit, name or object replaced by another of the same kind that the reader will not see.

Words and their kinds come from jieba's own dictionary; it does not know what is true, only what is not written there.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from pathlib import Path
from random import Random

KINDS = {
    "ns": "place", "nr": "person", "nrt": "person", "nrfg": "person", "nt": "group", "nz": "name", "n": "thing", "s": "thing", "vn": "deed",
}  # fmt: skip
VAGUE = frozenset(
    "情况 问题 方面 时候 时间 地方 人员 工作 活动 单位 机构 公司 项目 内容 "
    "目标 面积 数量 总数 作品 国家 城市 地区 人物 名字 原因 作用 结果".split()
)
UNIT_GROUPS = (
    "公里|米|海里", "平方公里|平方米|公顷|亩", "元|美元|欧元", "吨|公斤|千克", "人|名|人次", "家|所|座", "年|天|小时|个月", "%|倍",
)  # fmt: skip
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?![\d.])")


class Words:
    """jieba's dictionary: cutting text, and the kind of a word."""

    def __init__(self, cache: Path) -> None:
        """`cache`: a private folder for jieba's own cache file."""
        import jieba

        cache.mkdir(parents=True, exist_ok=True)
        self.tokenizer = jieba.Tokenizer()
        self.tokenizer.tmp_dir = str(cache)
        self.kinds: dict[str, str] = {}
        with jieba.get_module_res("dict.txt") as lines:
            for line in lines:
                word, _, tag = line.decode("utf-8").split()
                if tag in KINDS and len(word) >= 2:
                    self.kinds[word] = KINDS[tag]

    def named(self, text: str) -> list[tuple[str, str]]:
        """The words of a known kind in `text`, as (word, kind), in order."""
        return [(word, self.kinds[word]) for word in self.tokenizer.lcut(text) if word in self.kinds and word not in VAGUE]


def swapped(question: str, seen: str, donor: str, words: Words, rng: Random) -> str | None:
    """The question with one thing replaced by one of the same kind which is not in `seen`; None when there is none to swap.

    Years move by one to five, other numbers of the question likewise; units go to another dimension that `seen` does not use.
    """
    options = [_number(question, seen, YEAR, rng), _number(question, seen, NUMBER, rng) if rng.random() < 0.4 else None]
    options += [_unit(question, seen, rng), *_names(question, seen, donor, words, rng)]
    made = [option for option in options if option and option != question]
    return rng.choice(made) if made else None


def _number(question: str, seen: str, pattern: re.Pattern[str], rng: Random) -> str | None:
    """One number that `pattern` finds, moved a little, to a value not in `seen`."""
    matches = list(pattern.finditer(question))
    if not matches:
        return None
    match = rng.choice(matches)
    value = str(max(1, int(match.group()) + rng.choice((-5, -3, -2, -1, 1, 2, 3, 5))))
    return None if value in seen else question[: match.start()] + value + question[match.end() :]


def _unit(question: str, seen: str, rng: Random) -> str | None:
    """The unit behind 多少 or 几, changed to another dimension."""
    match = re.search("(?<=多少)(?:" + "|".join(UNIT_GROUPS) + ")", question)
    if not match:
        return None
    foreign = [unit for group in UNIT_GROUPS if match.group() not in group.split("|") for unit in group.split("|")]
    others = [unit for unit in foreign if not re.search(rf"\d[百千万亿多余]*{unit}", seen)]
    return question[: match.start()] + rng.choice(others) + question[match.end() :] if others else None


def _names(question: str, seen: str, donor: str, words: Words, rng: Random) -> list[str]:
    """The question with a name or an object that `seen` bears out replaced by one of the donor's; names twice, as they matter more."""
    offered: dict[str, list[str]] = defaultdict(list)
    for word, kind in words.named(donor):
        if word not in seen and word not in question:
            offered[kind].append(word)
    made: list[str] = []
    for word, kind in words.named(question):
        if word in seen and offered.get(kind) and question.count(word) == 1:
            made += [question.replace(word, rng.choice(offered[kind]))] * (1 if kind in ("thing", "deed") else 2)
    return made


class Near:
    """Passages that share rare character pairs with a text: a small inverted index held in memory."""

    def __init__(self, passages: Sequence[str], most: int = 300) -> None:
        """Pairs in more than `most` passages are left out."""
        self.lists: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(passages):
            for pair in {passage[n : n + 2] for n in range(len(passage) - 1)}:
                self.lists[pair].append(number)
        self.lists = defaultdict(list, {pair: found for pair, found in self.lists.items() if 1 < len(found) <= most})
        self.count = len(passages)

    def like(self, text: str, most: int = 6) -> list[int]:
        """Numbers of the most similar passages, best first, by summed idf of shared pairs."""
        votes: Counter[int] = Counter()
        for pair in {text[n : n + 2] for n in range(len(text) - 1)}:
            found = self.lists.get(pair, [])
            for number in found:
                votes[number] += int(100 * log(self.count / len(found)))
        return [number for number, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:most]]
