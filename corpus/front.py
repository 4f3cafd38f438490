"""The `---` front matter of .md and .txt files. Comes in: a file's text. Goes out: what it states, and where the article begins.

A few `key: value` lines, and lists in either of YAML's two ways; no YAML library is needed for that. A rule of dashes that opens an
ordinary text is no front matter: between the two rules there must be nothing but keys and their values. Knows no files.
"""

import re
from typing import Any

KEYS = ("id", "title", "date", "source", "url", "authors")
OPENING = re.compile(r"---[ \t]*\n")
CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)\s*[:：](?P<value>.*)")
ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
QUOTED = re.compile(r"""(["'])(?P<inside>(?:(?!\1).)*)\1""")


def front_matter(text: str) -> tuple[int, dict[str, Any]]:
    """Where the article begins in `text`, and the known keys stated before it; (0, {}) when there is no front matter."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return 0, {}
    stated: dict[str, Any] = {}
    key = ""
    for line in text[opening.end() : closing.start()].split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry, item = ENTRY.fullmatch(line), ITEM.fullmatch(line)
        if item and key:
            listed = stated.get(key)
            stated[key] = [*(listed if isinstance(listed, list) else []), unquoted(item["value"])]
        elif entry:
            key, stated[entry["key"].lower()] = entry["key"].lower(), _value(entry["value"])
        else:
            return 0, {}
    return closing.end(), {key: stated[key] for key in KEYS if stated.get(key)}


def unquoted(value: str) -> str:
    """`value` without the blanks and the one pair of quotation marks around it."""
    value = value.strip()
    quoted = QUOTED.fullmatch(value)
    return quoted["inside"].strip() if quoted else value


def _value(value: str) -> str | list[str]:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [item for part in re.split(r"[,，、]", value[1:-1]) if (item := unquoted(part))]
    return unquoted(value)
