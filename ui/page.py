"""The page, mounted into the API. Comes in: a service that answers, example questions. Goes out: Gradio Blocks, routes of a FastAPI app.

Gradio carries a question to the one handler and its card back; `ui/page.js` puts the card in the thread and opens the
articles that lie in it. No data goes through `gr.HTML`, whose values Gradio evaluates as a template: what stands here is
fixed. Gradio is imported inside the functions. Knows no index and renders no answer.
"""

import os
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from ui.paper import esc
from ui.respond import Service, answering, following
from ui.shell import ChineseShell

if TYPE_CHECKING:
    import gradio as gr

EXAMPLES = (
    "张村河片区规划多少所学校",
    "崂山区有多少位院士",
    "2025年生产总值增长目标是多少",
    "重点建设了哪四大园区",
    "张村河片区规划了几家医院",
)
JOINS = frozenset({0})  # indices of the functions the page may queue: the one that answers
AT_ONCE, WAITING = 8, 64
MASTHEAD = """
<header class="masthead"><div class="inner">
  <p class="name">问源</p><p class="line">问报纸，答案只用原文</p>
  <div class="switches">
    <button type="button" class="plain" data-do="new" id="wy-new">新对话</button>
    <button type="button" class="plain" data-do="theme" id="wy-theme" aria-label="切换深色或浅色">深色</button>
  </div>
</div></header>"""
THREAD = """
<div class="hero"><h1>问报纸，<br>答案只用原文</h1>
<p>提一个问题，得到一个短答案、它所在的那句原文，和它在报纸上的位置。文章里没写的，就说没有。</p></div>
<div id="wy-thread" role="log" aria-live="polite" aria-label="对话"></div>"""
PANE = """
<div class="backdrop" data-do="close"></div>
<aside id="wy-pane" aria-label="原文" aria-hidden="true">
  <header><div class="place"><b id="wy-pane-title"></b><span id="wy-pane-where"></span></div>
  <div class="walk"><button type="button" class="plain" data-do="before" aria-label="上一处">‹</button><span id="wy-pane-count"></span>
  <button type="button" class="plain" data-do="after" aria-label="下一处">›</button>
  <a id="wy-pane-link" class="plain" target="_blank" rel="noopener">单独打开</a>
  <button type="button" class="plain" data-do="close" aria-label="关闭原文">关闭</button></div></header>
  <div id="wy-paper" class="paper" tabindex="0" aria-label="原文全文"></div>
</aside>
<div id="wy-said" class="unseen" role="status" aria-live="polite"></div>"""


def _gradio() -> ModuleType:
    """Gradio, imported with what it reads then set so that it sends and fetches nothing and keeps no table of past events."""
    os.environ |= {
        "GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_RUN_HISTORY": "False", "GRADIO_SSR_MODE": "False",
        "GRADIO_ANALYTICS_MAX_EVENTS": "100", "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    }  # fmt: skip
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("MPLBACKEND", "agg")
    if find_spec("matplotlib"):
        import_module("matplotlib")  # Gradio does this at the first question, and a reader should not wait for it
    return import_module("gradio")


def build_page(service: Service, examples: Sequence[str] = EXAMPLES) -> "gr.Blocks":
    """Masthead, thread, box, examples, and the article's place beside them."""
    gr = _gradio()
    buttons = "".join(f'<li><button type="button" data-ask="{esc(question)}">{esc(question)}</button></li>' for question in examples)
    line = {"label": "问题", "placeholder": "向报纸提一个问题", "max_lines": 4, "container": False}
    fixed = {"js_on_load": None, "apply_default_css": False}
    hidden = {"visible": "hidden", "show_label": False}
    with gr.Blocks(title="问源", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(MASTHEAD, elem_id="wy-masthead", **fixed)
        with gr.Column(elem_id="wy-desk"):
            with gr.Column(elem_id="wy-main"):
                gr.HTML(THREAD, elem_id="wy-thread-box", **fixed)
                with gr.Row(elem_id="wy-composer"):
                    box = gr.Textbox(elem_id="wy-box", show_label=False, **line)
                    send = gr.Button("提问", elem_id="wy-send", scale=0, min_width=80)
                gr.HTML(f"<p>可以这样问</p><ul>{buttons}</ul>" if buttons else "", elem_id="wy-examples", **fixed)
            gr.HTML(PANE, elem_id="wy-pane-box", **fixed)
        history = gr.Textbox(elem_id="wy-history", **hidden)
        card = gr.Textbox(elem_id="wy-card", **hidden)
        ticket = gr.Textbox(elem_id="wy-ticket", **hidden)
        quiet = {"show_progress": "hidden", "api_visibility": "private"}
        asked = gr.on(
            [box.submit, send.click], answering(service), [box, history, ticket], [card, ticket],
            js="(typed) => window.wenyuan.send(typed)", trigger_mode="multiple", **quiet,
        )  # fmt: skip
        asked.success(None, [card, ticket], None, js="(html, ticket) => { window.wenyuan.take(html, ticket) }", **quiet)
        asked.failure(None, None, None, js="() => { window.wenyuan.fail() }", **quiet)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING, api_open=False)
    return page


def mount(app: FastAPI, service: Service, examples: Sequence[str] = EXAMPLES) -> FastAPI:
    """Add `GET /` and `GET /a/{permalink}` to the app. Call it when all other routes are there: the page is mounted at the root."""
    gr = _gradio()
    app.get("/a/{place:path}", response_class=HTMLResponse, include_in_schema=False)(following(service))
    app.add_middleware(ChineseShell)
    page = build_page(service, examples)
    font = ("system-ui", "sans-serif")
    gr.mount_gradio_app(
        app, page, path="/", theme=gr.themes.Base(font=font, font_mono=font), footer_links=[], run_history=False,
        show_error=False, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False,
        allowed_paths=[], max_file_size=1, app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )  # fmt: skip
    page.has_launched = True
    return app
