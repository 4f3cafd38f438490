"""Lines of a printed page by where they stand."""

from corpus.pdf import Piece, _closed_up, laid_out, printed_lines


def line(text, y, x=50.0, right=150.0, size=10.0):
    return Piece(text, x, right, y, size)


def test_an_indent_a_step_another_size_and_a_short_line_part_paragraphs():
    assert laid_out([line("一", 700), line("二", 685), line("三", 670)]) == ["一", "二", "三"]
    assert laid_out([line("一", 700), line("二", 685), line("三", 670, x=70)])[2:] == ["", "三"]
    assert laid_out([line("零", 715), line("一", 700), line("二", 685), line("三", 660)])[3:] == ["", "三"]
    assert laid_out([line("零", 715), line("一", 700), line("二", 685), line("三", 640)])[3:] == ["", "", "三"]
    assert laid_out([line("一", 700), line("二", 685), line("三", 670, size=14)])[2:] == ["", "三"]
    assert laid_out([line("一", 700), line("二", 685, right=90), line("三", 670)])[2:] == ["", "三"]


def test_a_column_goes_on_at_the_top_of_the_next():
    right = [line("三", 700, x=250, right=350), line("四", 685, x=250, right=350)]
    assert laid_out([line("一", 100), line("二", 85), *right]) == ["一", "二", "三", "四"]


def test_where_nothing_parts_paragraphs_a_sentence_that_ends_with_its_line_does():
    assert laid_out([line("一。", 700), line("二", 685), line("三", 670)]) == ["一。", "", "二", "三"]


def test_pieces_of_a_line_are_put_together():
    pieces = [Piece("东湖", 50, 70, 700, 10), Piece("公园\n", 70, 90, 700, 10), Piece("", 0, 0, 0, 10), Piece("开放", 50, 70, 685, 10)]
    assert printed_lines(pieces) == [Piece("东湖公园", 50, 90, 700, 10), Piece("开放", 50, 70, 685, 10)]


def test_only_a_line_spread_out_is_closed_up():
    assert _closed_up("围 绕 科 产 创 新 深 度 融 合 区 打 造 , 将 聚") == "围绕科产创新深度融合区打造,将聚"
    assert _closed_up("□青岛日报记者 锡复春 衣涛") == "□青岛日报记者 锡复春 衣涛"
