"""Text as index terms. Comes in: text as printed. Goes out: terms: jieba's search-mode words, character bigrams, single characters.

Each finds what the others do not (docs/log.md). Characters stand in so many passages that they do not find candidates, only order them.
`VERSION` and the dictionary's hash are part of every manifest: terms of another version do not match. The user dictionary is `index/dictionary.txt`: one name a line, jieba's format.
"""

import hashlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from corpus.clean import clean

VERSION = 2
DICTIONARY = Path(__file__).parent / "dictionary.txt"
CHINESE = re.compile(r"[\u3400-\u9fff]+")
WORDLIKE = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:\.\d+)?%?")
# Words that carry no content of a question or a sentence; as terms they only make noise.
EMPTY = frozenset(
    "的 了 在 是 和 与 及 或 将 把 被 对 从 到 于 为 以 由 等 也 都 又 就 还 并 而 但 则 要 会 能 有 吗 呢 吧 啊 呀 么 什么 多少 几 哪 哪些 哪个 哪里 谁 "
    "怎么 怎样 如何 为什么 为何 何时 请问 请 告诉 我 想 知道 一下 这 那 其 之 个 多大 多长 多久 怎么样 是不是 有没有 是否 几个 何 您 你 我们 他 她 它".split()
)


@cache
def cutter() -> Any:
    """A jieba tokenizer of our own: the stock dictionary and ours, its cache in a private folder."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wenyuan" / f"jieba-{jieba.__version__}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="wenyuan-jieba-"))
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir, tokenizer.cache_file = str(folder), "dictionary.cache"
    tokenizer.initialize()
    for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            word, *rest = line.split()
            tokenizer.add_word(word, int(rest[0]) if rest and rest[0].isdecimal() else None)
    return tokenizer


def dictionary_hash() -> str:
    """sha256 of the user dictionary, for the manifest."""
    return hashlib.sha256(DICTIONARY.read_bytes()).hexdigest()


def words(text: str) -> list[str]:
    """The words of a text in order, lower case, longer words also in their parts; numbers whole; words without content left out."""
    found: list[str] = []
    for match in WORDLIKE.finditer(clean(text).text.lower()):
        part = match.group()
        if "\u3400" <= part[0] <= "\u9fff":
            found += [word for word in cutter().cut_for_search(part, HMM=False) if word not in EMPTY]
        else:
            found.append(part)
    return found


def bigrams(text: str) -> list[str]:
    """Every two neighbouring Chinese characters; a lone one by itself."""
    found: list[str] = []
    for run in CHINESE.findall(clean(text).text):
        found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return found


def tokenize(text: str) -> list[str]:
    """The terms by which passages are found: words, and bigrams marked as such ("_学校") so that the two never count as one."""
    return words(text) + ["_" + pair for pair in bigrams(text)]


def characters(text: str) -> list[str]:
    """The terms by which found passages are ordered: every Chinese character, marked as such ("=校")."""
    return ["=" + sign for run in CHINESE.findall(clean(text).text) for sign in run]
