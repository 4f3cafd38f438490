"""The HTML around the page and the articles. Comes in: what stands in the body, or the page as Gradio serves it. Goes out: whole documents.

`document` makes a page of its own that works without JavaScript; `ChineseShell` is ASGI middleware that turns Gradio's
start page into ours: Chinese, with our style and script in its head, nothing fetched from elsewhere. Knows no answers.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote as percent_encoded

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.article import Article, Range
from ui.arranged import arranged_html
from ui.paper import Mark, esc, where_printed

FOLDER = Path(__file__).parent
TITLE = "问源 · 问报纸，答案只用原文"
SEAL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#9b1c1c"/>'
    '<path d="M8 9h16M8 16h16M8 23h9" stroke="#fff" stroke-width="3"/></svg>'
)
BACK = '<nav class="back"><a href="/">← 去提问</a></nav>'
EARLY = (
    "Object.defineProperty(navigator,'language',{get:()=>'zh-CN'});Object.defineProperty(navigator,'languages',{get:()=>['zh-CN','zh']});"
    "try{const t=localStorage.getItem('wenyuan.theme');if(t==='dark'||t==='light')document.documentElement.dataset.theme=t}catch{}"
)
FOREIGN = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*|<link rel="manifest"[^>]*>\s*|<title>.*?</title>', re.DOTALL)
FRAME_SCRIPT = re.compile(r"<script>(?:(?!</script>).)*iframeResizer\.contentWindow(?:(?!</script>).)*</script>", re.DOTALL)


@cache
def asset(name: str) -> str:
    """The text of a file beside this module."""
    return (FOLDER / name).read_text(encoding="utf-8")


def head(title: str, script: str = "") -> str:
    """Our part of a document's head: no address in it but data."""
    icon = f"data:image/svg+xml,{percent_encoded(SEAL)}"
    late = f"<script>{script}</script>" if script else ""
    return (
        f'<title>{esc(title)}</title><meta name="color-scheme" content="light dark"><link rel="icon" href="{icon}">'
        f"<script>{EARLY}</script><style>{asset('style.css')}</style>{late}"
    )


def document(title: str, body: str) -> str:
    """A whole page in Chinese that needs no script."""
    return (
        '<!doctype html><html class="wy" lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head(title)}</head><body class="wy-page">'
        '<header class="masthead"><div class="inner"><a class="name" href="/">问源</a>'
        '<p class="line">问报纸，答案只用原文</p></div></header>'
        f"<main>{body}</main></body></html>"
    )


def article_page(article: Article, span: Range) -> str:
    """The article, the span marked as `<mark id="q">`, with the way back to asking and, when it was repaired, what was changed."""
    marks = [Mark("q", *span, "quote")]
    where = where_printed(article)
    body = (
        f'<nav class="back"><a href="/">← 去提问</a><a href="#q">看引文</a></nav><p class="where">{esc(where)}</p>'
        f'<article class="paper">{arranged_html(article, marks, anchor="q")}</article>{BACK}'
    )
    return document(f"{article.title} · {where}" if where else article.title, body)


def notice_page(title: str, message: str) -> str:
    """A page that says in one line what is wrong, with the way back."""
    body = f'<div class="refusal"><h1 class="title">{esc(title)}</h1><p>{esc(message)}</p></div>{BACK}'
    return document(f"{title} · 问源", body)


def in_chinese(page: str) -> str:
    """Gradio's start page as ours. Its titles, previews, manifest and frame script go, our head comes first."""
    page = FRAME_SCRIPT.sub("", FOREIGN.sub("", page)).replace('lang="en"', 'class="wy" lang="zh-CN"', 1)
    return page.replace("<head>", f"<head>{head(TITLE, asset('page.js'))}", 1)


class ChineseShell:
    """Rewrites `GET /` when it is HTML; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, _Rewriting(send))


class _Rewriting:
    """Holds one HTML response until it is whole, and sends it rewritten."""

    def __init__(self, send: Send) -> None:
        self.send, self.body = send, b""
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            html = MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html")
            self.start = message if html else None
            if not html:
                await self.send(message)
            return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = in_chinese(self.body.decode()).encode()
        MutableHeaders(raw=self.start["headers"])["content-length"] = str(len(body))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
