"""A page's lines put back in order, on small pages and on the first article by its text."""

from pathlib import Path
from random import Random

from corpus.article import Article
from corpus.formats import Source
from corpus.joins import Join
from corpus.order import place_of, raw_ranges
from corpus.read import make_article, read_file
from corpus.repair import _in_chains

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "corpus" / "articles" / "laoshan-2025-03-27.txt"
SCHOOLS = [
    "今年，全市将新建改建中小学二十所，新增学位三万个，进一步缓解群众反映强烈的入学难问题，并且加快推进义务教育优质均",
    "市水务局昨天发布消息，今年汛期降水偏多，各水库运行平稳。",
    "衡发展，让更多孩子在家门口上好学校。",
    "在高中阶段，全市将扩建三所学校。",
    "据市水务局介绍，三座水库的水位都低于汛限水位。",
]


def page(lines: list[str]) -> Article:
    return make_article(Source("page", "\n".join(lines)), "page")


def printed(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def line(article: Article, opening: str) -> int:
    """The number of the paragraph that opens so."""
    return next(p.number for p in article.paragraphs if article.text.startswith(opening, p.start))


def test_a_cut_sentence_is_whole_again_and_the_foreign_block_apart() -> None:
    article = page(SCHOOLS)
    assert SCHOOLS[0] + SCHOOLS[2] in printed(article)
    kinds = {repair.kind for repair in article.repairs}
    assert "joined" in kinds and kinds <= {"joined", "moved", "detached"}
    assert sorted("".join(printed(article))) == sorted("".join(SCHOOLS))


def test_every_character_goes_back_to_the_raw_text() -> None:
    article = page(SCHOOLS)
    raw = "\n".join(SCHOOLS)
    assert article.raw == raw
    for p in article.paragraphs:
        ranges = raw_ranges(article.runs, p.start, p.end)
        assert "".join(raw[s:e] for s, e in ranges) == article.text[p.start : p.end]
    for n, character in enumerate(raw):
        place = place_of(article.runs, n)
        assert character == "\n" or (place is not None and article.text[place] == character)


def test_a_page_that_is_whole_stays_as_it_is() -> None:
    whole = [SCHOOLS[0] + SCHOOLS[2], *SCHOOLS[3:], SCHOOLS[1]]
    article = page(whole)
    assert article.text == "\n".join(whole)
    assert article.repairs == () and article.raw is None


def test_the_first_article_is_in_order() -> None:
    (article,) = read_file(FIRST)
    text = article.text
    assert "以供需对接平台为例,我们计划" in text  # rejoined over two columns
    assert text.count("着力打造亲水近水的城市“绿腰带”") == 1  # printed twice
    assert "生活方面,着力打造亲水近水" not in text  # with the wrong opening
    asked = line(article, "记者:张村河片区的改造焕然一新")
    order = ["张元升:启动开发之初", "生产方面,", "桥梁建成通车;片区规划了21所中小学", "生态方面,", "培育“变量”"]
    assert [line(article, opening) for opening in order] == [asked + 1 + n for n in range(5)]
    assert line(article, "当下中国经济发展最火热的高频词") < line(article, "记者:崂山区提出")  # the lead stood after a caption
    assert line(article, "围绕搭平台") + 1 == line(article, "围绕给位子")
    assert {repair.kind for repair in article.repairs} == {"doubled", "joined", "moved", "lead"}
    assert all(0 < repair.score <= 1 and repair.reason for repair in article.repairs)


def test_only_the_second_printing_is_not_shown() -> None:
    (article,) = read_file(FIRST)
    raw = article.raw or ""
    hidden = "".join(c for n, c in enumerate(raw) if place_of(article.runs, n) is None and not c.isspace())
    assert hidden.startswith("生活方面,着力打造亲水近水") and hidden.endswith("宜游的河道环境。")


def test_joins_that_would_close_a_ring_lose_no_line() -> None:
    ring = [Join(3, 1, 0.9), Join(5, 4, 0.8)]  # lines 1 to 3 would follow themselves
    joins, order, loose = _in_chains(range(7), ring)
    assert joins == [Join(5, 4, 0.8)] or joins == []
    assert sorted(number for block in (order, *loose) for paragraph in block for number in paragraph) == list(range(7))


def test_every_line_is_somewhere_whatever_is_joined() -> None:
    rng = Random(5)
    for _ in range(500):
        ends, starts = rng.sample(range(12), 4), rng.sample(range(12), 4)
        joins = [Join(end, start, rng.random()) for end, start in zip(ends, starts, strict=True) if end != start]
        _, order, loose = _in_chains(range(12), joins)
        assert sorted(number for block in (order, *loose) for paragraph in block for number in paragraph) == list(range(12))
