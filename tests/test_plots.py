"""Pictures are inline svg with their words in them, the same twice, without a warning, and matplotlib waits until one is drawn."""

import subprocess
import sys
import warnings
from xml.etree import ElementTree

import pytest
from test_report import run

from eval.plots import by_tag, calibration, confidence_histogram, risk_against_coverage
from eval.summary import summarise

DRAWN = {
    "by_tag": (lambda rows: by_tag(summarise(rows)), ["kind:number (1)", "style:口语 (1)", "in_quote", "Figures per kind of question"]),
    "risk": (risk_against_coverage, ["Risk against coverage", "as it stands"]),
    "calibration": (calibration, ["Calibration, answered rows", "confidence"]),
    "confidence": (confidence_histogram, ["answerable (2)", "not answerable (1)"]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_svg_with_its_words_and_no_warning(name):
    draw, words = DRAWN[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = draw(run())
    assert svg.startswith("<svg") and ElementTree.fromstring(svg).tag.endswith("svg")
    assert all(word in "".join(ElementTree.fromstring(svg).itertext()) for word in words)
    assert svg == draw(run())


@pytest.mark.parametrize("name", ["risk", "calibration", "confidence"])
def test_a_run_without_rows_can_be_drawn(name):
    assert DRAWN[name][0]([]).startswith("<svg")


def test_matplotlib_is_not_loaded_by_importing():
    code = "import sys; from eval.run import run_gold; sys.exit('matplotlib' in sys.modules or 'rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
