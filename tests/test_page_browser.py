"""The page in Chromium, as a reader uses it."""
# ruff: noqa: F811  (fixtures are imported by name)

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from conftest import COLUMNS, answered, rearranged_article
from reading import BOX, CHROMIUM, QUESTION, REFUSED, ask, chromium, marked, sideways, site, slow, visit  # noqa: F401

from app.quote import make_quote
from ui.render import answer_card
from ui.shell import article_page

pytestmark = pytest.mark.browser
if CHROMIUM is None:
    pytest.skip("no Chromium: the page was not tried in a browser", allow_module_level=True)


def test_an_example_is_answered_with_its_quote(visit):
    page = visit()
    assert page.is_visible("#wy-examples") and page.is_visible(".hero h1")
    page.click(f"text={QUESTION}")
    page.wait_for_selector(".turn[data-kind=answered]")
    assert page.inner_text(".short").startswith("300棵银杏")
    assert page.inner_text(".quote blockquote") == answered().quotes[0].sentence
    assert page.inner_text(".quote blockquote mark") == answered().quotes[0].text
    assert "李明" in page.inner_text(".origin") and "东湖日报" in page.inner_text(".origin") and "很有把握" in page.inner_text(".sure")
    assert not page.is_visible("#wy-examples") and page.input_value(BOX) == ""
    assert page.is_visible("#wy-paper mark.on"), "on a wide page the article opens by itself"
    assert page.evaluate("document.activeElement === document.querySelector('#wy-box textarea')")


def test_a_chip_opens_the_article_at_the_mark_and_escape_gives_the_focus_back(visit):
    page = visit()
    card = ask(page, QUESTION)
    page.keyboard.press("Escape")
    assert not page.is_visible("#wy-pane")
    chip = card.get_by_label("来源 1：东湖公园开放").first
    chip.click()
    assert marked(page) == [answered().quotes[0].text, "MARK", True, True]
    assert page.inner_text("#wy-pane-title") == "东湖公园开放"
    assert page.get_attribute("#wy-pane-link", "href") == answered().quotes[0].permalink
    page.keyboard.press("Escape")
    assert not page.is_visible("#wy-pane") and chip.evaluate("e => e === document.activeElement")


def test_a_refusal_is_calm_and_shows_the_nearest_passages(visit):
    page = visit()
    card = ask(page, REFUSED, "not_found")
    assert "文中没有提到" in card.inner_text() and "没有提到门票" in card.inner_text() and "来源" not in card.inner_text()
    card.get_by_text("在原文中看").click()
    text, _, in_view, on = marked(page)
    assert text.startswith("李明") and in_view and on


def test_what_a_follow_up_was_understood_as_goes_into_the_box_to_be_changed(visit):
    page = visit()
    card = ask(page, "那银杏呢")
    assert f"理解为：{QUESTION}" in card.inner_text()
    card.get_by_text("改一改").click()
    assert page.input_value(BOX) == QUESTION
    assert page.evaluate("document.activeElement === document.querySelector('#wy-box textarea')")


def test_failures_have_a_card_of_their_own(visit, slow):
    page = visit()
    assert "提问的人多" in ask(page, "忙", "error").inner_text()
    assert "出了故障" in ask(page, "坏", "error").inner_text()
    assert "1 到 512 个字" in ask(page, "的" * 513, "error").inner_text()
    assert "没有提到" not in page.inner_text("#wy-thread")
    asked = len(slow.asked)
    page.press(BOX, "Enter")
    page.click("#wy-send")
    page.wait_for_timeout(300)
    assert len(slow.asked) == asked, "an empty box asks nothing"


def test_progress_is_shown_and_the_conversation_goes_along_and_survives_a_reload(visit, slow):
    page = visit()
    ask(page, QUESTION)
    page.fill(BOX, "慢慢说樱花")
    page.press(BOX, "Enter")
    page.wait_for_timeout(600)
    assert page.is_visible(".turn.waiting .progress p")
    assert page.evaluate("getComputedStyle(document.querySelector('.progress')).opacity") == "1"
    page.wait_for_selector(".turn[data-kind=not_found]")
    assert [(turn.question, turn.answer) for turn in slow.asked[-1][3]] == [(QUESTION, "300棵银杏")]
    count = len(slow.asked)
    page.reload()
    page.wait_for_selector(".turn >> nth=1")
    assert page.locator(".turn").count() == 2 and len(slow.asked) == count
    page.locator(".chip").first.click()
    assert marked(page)[0] == answered().quotes[0].text
    page.click("#wy-new")
    assert page.locator(".turn").count() == 0 and page.is_visible("#wy-examples") and not page.is_visible("#wy-pane")


def test_a_link_with_a_question_asks_it(visit):
    page = visit(f"/#q={quote(QUESTION)}")
    page.wait_for_selector(".turn[data-kind=answered]")
    assert page.locator(".asked").inner_text() == QUESTION


@pytest.mark.parametrize("secure", [True, False], ids=["clipboard", "by hand"])
def test_copying(visit, site, secure):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    if not secure:
        page.evaluate("Object.defineProperty(navigator.clipboard, 'writeText', {value: () => Promise.reject(new Error('no'))})")
    card = ask(page, QUESTION)
    card.get_by_text("复制链接").click()
    card.get_by_text("已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/#q={quote(QUESTION)}"
    card.get_by_text("复制引文").click()
    page.wait_for_function("document.querySelector('[data-copy=cite]').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"“{answered().quotes[0].sentence}”" in copied and f"{site}{answered().quotes[0].permalink}" in copied


def test_dark_and_light(visit):
    ground = "getComputedStyle(document.body).backgroundColor"
    page = visit(color_scheme="dark")
    assert page.evaluate(ground) == "rgb(22, 23, 26)"
    page.click("#wy-theme")
    assert page.evaluate(ground) == "rgb(250, 248, 243)" and page.inner_text("#wy-theme") == "深色"
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.evaluate(ground) == "rgb(250, 248, 243)"


def test_a_phone(visit):
    page = visit(width=390, height=844, has_touch=True, is_mobile=True)
    assert sideways(page) == 0
    card = ask(page, QUESTION)
    assert sideways(page) == 0 and not page.is_visible("#wy-pane")
    card.locator(".chip").first.tap()
    sheet = page.locator("#wy-pane")
    assert sheet.get_attribute("role") == "dialog" and sheet.bounding_box()["width"] == 390
    page.wait_for_timeout(400)
    assert marked(page)[0] == answered().quotes[0].text and marked(page)[2] and sideways(page) == 0
    sheet.get_by_text("关闭").tap()
    assert not sheet.is_visible()
    ask(page, REFUSED, "not_found")
    assert sideways(page) == 0


def test_keyboard_alone(visit):
    page = visit()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn[data-kind=answered]")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.short .chip')"):
            break
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "来源 1：东湖公园开放"
    page.keyboard.press("Enter")
    assert marked(page)[0] == answered().quotes[0].text
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.short .chip')")


def test_enter_that_ends_a_composition_sends_nothing(visit):
    page = visit()
    page.fill(BOX, "dong")
    enter = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true})"
    page.evaluate(f"document.querySelector('#wy-box textarea').dispatchEvent({enter})")
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0 and page.input_value(BOX) == "dong"


def test_nothing_of_gradio_is_left_to_see(visit):
    page = visit()
    assert page.evaluate("document.documentElement.lang") == "zh-CN" and page.title().startswith("问源")
    assert not re.search(r"[A-Za-z]{3,}", page.inner_text("body"))
    assert not page.is_visible("footer")


def test_the_article_page_without_javascript(visit):
    page = visit(answered().quotes[0].permalink, java_script_enabled=False)
    assert page.inner_text("mark#q") == answered().quotes[0].text and page.is_visible("mark#q")
    page.click("text=去提问 >> nth=0")
    assert page.url.endswith("/")


def test_the_original_order_and_back_in_the_pane(visit):
    page, article = visit(), rearranged_article()
    at = article.text.index("300棵银杏")
    card = answer_card(replace(answered(), quotes=(make_quote(article, at, at + 5),), passages=()), {article.id: article})
    page.evaluate("html => window.wenyuan.take(html, window.wenyuan.send('银杏')[2])", card)
    assert page.is_visible("#wy-paper .now") and not page.is_visible("#wy-paper .came") and not page.is_visible("#wy-paper li")
    page.click("text=此文版面经过重排")
    assert page.locator("#wy-paper li").count() == len(article.repairs) and page.is_visible("#wy-paper li")
    page.get_by_role("switch").focus()
    page.keyboard.press("Space")
    assert page.is_visible("#wy-paper .came") and not page.is_visible("#wy-paper .now")
    assert page.inner_text("#wy-paper .came mark >> nth=0") == COLUMNS[1]
    page.click("text=看原来的排列")
    assert page.is_visible("#wy-paper .now") and sideways(page) == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_original_order_on_the_articles_page_without_javascript(visit, width):
    page = visit(answered().quotes[0].permalink, width=width, java_script_enabled=False)
    page.set_content(article_page(rearranged_article(), (8, 14)))
    assert page.is_visible(".apart") and not page.is_visible(".came")
    page.click("text=看原来的排列")
    assert page.is_visible(".came") and not page.is_visible(".now") and sideways(page) == 0
