"""The page as a browser's parser sees it: rows, marks and filters; no text taken for markup; nothing fetched."""

import re
from html.parser import HTMLParser

import pytest
from test_report import HOSTILE, run

from eval.report_page import cell, page
from eval.summary import Figure, summarise


class Seen(HTMLParser):
    """Tags with their attributes, and the text inside each <mark> and <td>."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.texts = [], [], {"mark": [], "td": []}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in self.texts:
            self.open.append(tag)
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        for tag in self.open:
            self.texts[tag][-1] += data


@pytest.fixture(scope="module")
def text():
    return page(summarise(run()), run(), None)


def test_each_question_is_a_row_with_its_verdict_and_half(text):
    rows = [attrs for tag, attrs in Seen(text).tags if tag == "tr" and "data-verdict" in attrs]
    assert [row["data-verdict"] for row in rows] == ["exact", "silent", "error"]
    assert all(row["data-half"] in ("tuned", "held_out") for row in rows)


def test_the_quoted_clause_is_marked_inside_its_sentence(text):
    seen = Seen(text)
    assert seen.texts["mark"] == ["东湖公园种了300棵银杏、120棵樱花"]
    assert any(cell.startswith("东湖公园种了300棵银杏、120棵樱花,由市园林局管理") for cell in seen.texts["td"])


def test_text_from_outside_is_text(text):
    seen = Seen(text)
    assert text.count("<script") == 1
    assert not any(tag == "b" for tag, _ in seen.tags)
    assert seen.texts["td"].count(HOSTILE) == 3  # question and reason of row 2, error of row 3


def test_the_page_asks_nothing_of_outside(text):
    seen = Seen(text)
    assert not any(tag in ("link", "img", "iframe", "object", "embed", "base") for tag, _ in seen.tags)
    outward = [value for _, attrs in seen.tags for name, value in attrs.items() if name in ("src", "href", "xlink:href", "action")]
    assert all(value.startswith("#") for value in outward)
    assert set(re.findall(r"https?://[^\"'<> ]+", text)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "url(http" not in text and "@import" not in text
    assert any("default-src 'none'" in attrs.get("content", "") for tag, attrs in seen.tags if tag == "meta")


def test_four_pictures_and_the_filters_are_there(text):
    seen = Seen(text)
    assert sum(tag == "svg" for tag, _ in seen.tags) == 4
    assert {"words", "verdict", "half", "count", "rows"} <= {attrs.get("id") for _, attrs in seen.tags}


@pytest.mark.parametrize(
    ("name", "figure", "shown"),
    [("em", Figure(0.5, 0.25, 0.75), "0.500 [0.250, 0.750]"), ("em", Figure(None), "—"), ("ms_p50", Figure(12.34), "12.3"),
     ("em", Figure(1.0), "1.000")],
)
def test_cells(name, figure, shown):
    assert cell(name, figure) == shown
