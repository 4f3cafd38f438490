"""The first article in every format that people have newspaper files in, made here. Only the PDF was made once (`tests/make_pdf.py`)."""

import gzip
import json
import lzma
from html import escape
from io import BytesIO
from pathlib import Path

import docx

ARTICLE = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"
PRINTED = Path(__file__).parent / "laoshan.pdf"
FACTS = {"title": "山海之间筑造“创新穹顶”", "date": "2025-03-27", "source": "青岛日报", "authors": ["锡复春", "衣涛"]}
FRONT = "---\nid: laoshan\ntitle: 山海之间筑造“创新穹顶”\ndate: 2025-03-27\nsource: 青岛日报\nauthors: [锡复春, 衣涛]\n---\n"
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>山海之间筑造“创新穹顶”_青岛新闻网</title>
<meta name="author" content="锡复春,衣涛"><meta name="keywords" content="崂山区,创新">
<meta property="og:title" content="山海之间筑造“创新穹顶”"><meta property="og:site_name" content="青岛新闻网">
<meta property="article:published_time" content="2025-03-27T06:30:00+08:00">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "山海之间筑造“创新穹顶”",
"datePublished": "2025-03-27T06:30:00+08:00", "author": [{"@type": "Person", "name": "锡复春"}, {"@type": "Person", "name": "衣涛"}],
"publisher": {"@type": "Organization", "name": "青岛日报"}}</script>
<style>.share{float:right}</style><script>window.stat = {"page": 1};</script></head>
<body><header><nav><ul><li><a href="/">首页</a></li><li><a href="/news">新闻</a></li><li><a href="/video">视频</a></li></ul></nav></header>
<div class="crumbs"><a href="/">青岛新闻网</a> &gt; <a href="/news">要闻</a> &gt; 正文</div>
<main><article><div class="share"><a href="#">分享到微信</a><a href="#">分享到微博</a><button>复制链接</button></div>
<div class="content">
%s
</div><p class="tools"><a href="#">打印</a> <a href="#">收藏</a> <a href="#">纠错</a></p></article></main>
<section class="comments" id="comments"><h3>网友评论</h3><div class="comment"><p>沙发！崂山越来越好了。</p></div>
<div class="comment"><p>什么时候通地铁？</p></div></section>
<aside><h3>相关阅读</h3><ul><li><a href="/1">青岛发布大风预警</a></li><li><a href="/2">地铁五号线开工</a></li></ul></aside>
<footer><p>版权所有 青岛新闻网 鲁ICP备00000000号</p></footer><script src="/share.js"></script></body></html>"""


def printed_text() -> str:
    """The article as its file has it."""
    return ARTICLE.read_text(encoding="utf-8")


def web_page() -> str:
    """A news site's page of the article: its lines in <p>, the headline in <h1>."""
    lines = [line for line in printed_text().split("\n") if line.strip()]
    title = lines.index(FACTS["title"])
    shown = [f"<h1>{escape(line)}</h1>" if n == title else f"<p>{escape(line)}</p>" for n, line in enumerate(lines)]
    return PAGE % "\n".join(shown)


def word_file() -> bytes:
    """The article as pasted into Word, empty paragraphs and all."""
    document = docx.Document()
    for line in printed_text().split("\n"):
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def row(**more: object) -> bytes:
    """The article as a row of JSON."""
    return (json.dumps({"id": "laoshan", "text": printed_text(), **more}, ensure_ascii=False) + "\n").encode()


def broken(width: int, indent: str = "") -> str:
    """The article broken at `width` characters, as old mail programs and text versions of pages are."""
    lines = []
    for line in printed_text().split("\n"):
        line = indent + line if line.strip() else line
        lines += [line[at : at + width] for at in range(0, max(1, len(line)), width)]
    return "\n".join(lines)


def files() -> dict[str, bytes]:
    """File name -> bytes."""
    text = printed_text()
    return {
        "utf-8.txt": text.encode(), "bom.txt": text.encode("utf-8-sig"), "utf-16.txt": text.encode("utf-16"),
        "gb18030.txt": text.encode("gb18030"),
        "dos.txt": text.replace("\n", "\r\n").encode("utf-8-sig"), "front.md": (FRONT + text).encode(), "page.html": web_page().encode(),
        "old.htm": web_page().replace('charset="utf-8"', 'charset="gb18030"').encode("gb18030"), "word.docx": word_file(),
        "print.pdf": PRINTED.read_bytes(), "rows.jsonl": row(), "rows.jsonl.gz": gzip.compress(row(**FACTS)),
        "rows.jsonl.xz": lzma.compress(row(**FACTS)),
        "broken-38.txt": broken(38).encode(), "broken-22.txt": broken(22, "\u3000\u3000").encode(),
    }  # fmt: skip
