"""Words and their part of speech. Comes in: a text or a word. Goes out: jieba's words, and the tag its dictionary gives a word.

The dictionary stays as the bytes it is (5 MB) and is looked through for a word, which costs less than a table of all its words. Knows no
question.
"""

from functools import cache, lru_cache

from index.words import cutter


def cut(text: str) -> list[str]:
    """The words of a text, names unknown to the dictionary in single characters."""
    return [str(word) for word in cutter().cut(text, HMM=False)]


@lru_cache(4096)
def tag(word: str) -> str:
    """jieba's part of speech; "" for a word its dictionary does not have."""
    lines = _dictionary()
    at = lines.find(b"\n" + word.encode() + b" ")
    return lines[at + 1 : lines.index(b"\n", at + 1)].split()[-1].decode() if at >= 0 else ""


@cache
def _dictionary() -> bytes:
    import jieba

    with jieba.get_module_res("dict.txt") as file:
        return b"\n" + bytes(file.read()) + b"\n"
