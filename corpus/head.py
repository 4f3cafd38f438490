"""What the head of a web page states of its article. Comes in: a page's HTML. Goes out: the keys of `corpus/front.py`, and `site`.

Read are JSON-LD (schema.org), <meta> (OpenGraph, article:*, and the names that Chinese news systems use) and the canonical link. Of two
that state the same, the first in `STATED` is believed. Knows no text of the article.
"""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

TAG = re.compile(r"<(?:meta|link)\s(?P<inside>[^<>]{1,4000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
DATA = re.compile(r"<script[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
ARTICLE = re.compile(r"Article|Posting|Report", re.IGNORECASE)
MOST_DATA, MOST_SCRIPTS = 1_000_000, 50  # characters of a piece of JSON-LD, and pieces, that are read
STATED = {
    "title": ("ld:headline", "og:title", "twitter:title", "articletitle"),
    "date": ("ld:datepublished", "article:published_time", "og:published_time", "pubdate", "publishdate", "datepublished", "date",
             "weibo:article:create_at"),
    "source": ("source", "mediaid", "contentsource", "article:source", "og:article:source"),
    "authors": ("ld:author", "author", "article:author", "og:article:author"),
    "site": ("ld:publisher", "og:site_name", "application-name"),
    "url": ("og:url", "canonical", "ld:url"),
}  # fmt: skip
AUTHORS_END = re.compile(r"[,，、;；/|\s]+")
NO_NAME = re.compile(r"https?:|^\d*$|编辑|admin", re.IGNORECASE)


def head_facts(page: str) -> dict[str, Any]:
    """The facts stated; `authors` is a list of names, everything else a string."""
    found: dict[str, list[str]] = {}
    for name, value in (*_data(page), *_tags(page)):
        if value.strip():
            found.setdefault(name, []).append(value.strip())
    facts: dict[str, Any] = {}
    for key, names in STATED.items():
        values = next((found[name] for name in names if name in found), [])
        if key == "authors":
            values = [part for value in values for part in AUTHORS_END.split(value.removeprefix("记者")) if not NO_NAME.search(part)]
        if values:
            facts[key] = list(dict.fromkeys(values)) if key == "authors" else values[0]
    return facts


def _tags(page: str) -> Iterator[tuple[str, str]]:
    for tag in TAG.finditer(page):
        said = {name.lower(): unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(tag["inside"])}
        yield (said.get("property") or said.get("name") or said.get("itemprop") or "").lower(), said.get("content", "")
        if said.get("rel", "").lower() == "canonical":
            yield "canonical", said.get("href", "")


def _data(page: str) -> Iterator[tuple[str, str]]:
    for script in islice(DATA.finditer(page), MOST_SCRIPTS):
        end = page.find("</", script.end(), script.end() + MOST_DATA)
        try:
            read = json.loads(page[script.end() : max(end, script.end())])
        except (ValueError, RecursionError):
            continue
        graph = read.get("@graph", read) if isinstance(read, dict) else read
        for thing in graph if isinstance(graph, list) else [graph]:
            if isinstance(thing, dict) and ARTICLE.search(str(thing.get("@type"))):
                yield from _article(thing)


def _article(thing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("headline", "datePublished", "author", "publisher", "url"):
        values = thing.get(key)
        for value in values if isinstance(values, list) else [values]:
            named = value.get("name") if isinstance(value, dict) else value
            if isinstance(named, str):
                yield f"ld:{key.lower()}", named
