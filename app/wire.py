"""What goes over the wire. Comes in: bytes of a request, an Article. Goes out: a JSON value that may be trusted to be JSON, plain dicts.

`strict_json` is the one parser of bodies: UTF-8, no NaN or Infinity, no lone surrogates, no key twice, bounded depth.
Knows no fields (`app/bodies.py` does) and no HTTP.
"""

import json
import math
import re
from typing import Any

from corpus.article import Article
from corpus.errors import BadInput
from corpus.order import raw_ranges

DEEPEST = 8
STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
NOT_JSON = "请求体应为 UTF-8 编码的 JSON：没有 NaN 和 Infinity，没有重复的键，字符完整，嵌套不超过 8 层。"


class BadBody(BadInput):
    """A request body that is no JSON, or has other fields than it should. The message never holds what was sent."""

    code, status = "bad_body", 422


def strict_json(body: bytes) -> object:
    """The JSON value in `body`.

    :raises BadBody: when it is not UTF-8, not strict JSON, or nested deeper than `DEEPEST`.
    """
    try:
        text = body.decode("utf-8")
        _check_depth(text)
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # a lone surrogate has no UTF-8 form
    except ValueError:  # of which JSONDecodeError and UnicodeError are kinds
        raise BadBody(NOT_JSON) from None
    return value


def is_json(content_type: str) -> bool:
    """Whether a Content-Type header announces JSON."""
    return content_type.partition(";")[0].strip().lower() == "application/json"


def article_as_json(article: Article, raw: bool = False) -> dict[str, Any]:
    """The article as `wenyuan read --json` and `GET /api/v1/articles/{id}` show it.

    With `raw` also `raw_text`: the text as it came, or None when nothing of its order was changed.
    """
    shown: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "authors": list(article.authors),
        "text": article.text,
        "paragraphs": [
            {
                "number": p.number,
                "role": p.role,
                "speaker": p.speaker,
                "text": article.text[p.start : p.end],
                "start": p.start,
                "end": p.end,
                "raw": raw_ranges(article.runs, p.start, p.end),
            }
            for p in article.paragraphs
        ],
        "repairs": [
            {"kind": repair.kind, "score": repair.score, "reason": repair.reason, "raw": list(repair.raw)} for repair in article.repairs
        ],
    }
    return shown | {"raw_text": article.raw} if raw else shown


def _check_depth(text: str) -> None:
    """Before the parser sees it: the parser goes one call deeper with every bracket."""
    depth = 0
    for match in STRING_OR_BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > DEEPEST:
            raise ValueError(f"nested deeper than {DEEPEST}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number too large to hold")
    return number


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
