"""Other words for the same thing. Comes in: a question's clean text. Goes out: groups of words that stand for each other in it.

The list is `index/synonyms.txt`; it widens a question's terms for both search and checking, and never narrows them. Knows no passage.
"""

from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "synonyms.txt"


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Word (lower case) -> the others of its groups."""
    found: dict[str, tuple[str, ...]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            group = line.lower().split()
            for word in group:
                found[word] = (*found.get(word, ()), *(other for other in group if other != word))
    return found


def others(word: str) -> tuple[str, ...]:
    """Words that may stand for `word`; none for most words."""
    return _groups().get(word.lower(), ())


def widened(text: str) -> list[str]:
    """The other words for every listed word that occurs in `text`, in the order of the list, each once."""
    low = text.lower()
    return list(dict.fromkeys(other for word, rest in _groups().items() if word in low for other in rest if other not in low))
