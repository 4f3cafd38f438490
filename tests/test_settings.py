"""Every knob in one table; what is not in it, or out of its bounds, is refused by name."""

import pytest

from app.settings import Settings, read_settings
from corpus.errors import BadSetting

NAMES = sorted(Settings.model_fields)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_help_and_a_default(name):
    field = Settings.model_fields[name]
    assert len(field.description or "") > 10
    assert not field.is_required()


def test_a_time_names_its_unit():
    assert [name for name in NAMES if "time" in name and not name.endswith("_ms")] == []


def test_a_variable_sets_and_an_option_goes_before_it(monkeypatch):
    monkeypatch.setenv("WENYUAN_PORT", "8001")
    assert (read_settings().port, read_settings(port=8002).port, read_settings(port=None).port) == (8001, 8002, 8001)


def test_an_empty_variable_is_none(monkeypatch):
    default = read_settings().index
    for name in ("WENYUAN_INDEX", "WENYUAN_ENCODER", "WENYUAN_PORT"):
        monkeypatch.setenv(name, "")
    assert (read_settings().index, read_settings().encoder, read_settings().port) == (default, None, 7860)


def test_an_unknown_variable_is_refused_with_the_known_ones(monkeypatch):
    monkeypatch.setenv("WENYUAN_PROT", "7860")
    with pytest.raises(BadSetting, match="WENYUAN_PROT") as refused:
        read_settings()
    assert all(f"WENYUAN_{name.upper()}" in str(refused.value) for name in NAMES)


BAD = [
    ("PORT", "x", "1 到 65535 之间的整数"),
    ("PORT", "0", "1 到 65535"),
    ("PORT", "65536", "1 到 65535"),
    ("THREADS", "1.5", "1 到 64"),
    ("READ_PASSAGES", "13", "1 到 12"),
    ("THRESHOLD", "1.01", "0 到 1 之间的数"),
    ("THRESHOLD", "nan", "0 到 1"),
    ("THRESHOLD", "高", "0 到 1"),
    ("ANSWER_TIME_LIMIT_MS", "99", "100 到 600000"),
]


@pytest.mark.parametrize(("name", "value", "says"), BAD)
def test_a_bad_value_is_refused_naming_the_variable_and_what_it_may_be(monkeypatch, name, value, says):
    monkeypatch.setenv(f"WENYUAN_{name}", value)
    with pytest.raises(BadSetting, match=f"WENYUAN_{name} 不对，.*{says}") as refused:
        read_settings()
    assert "\n" not in str(refused.value)


def test_a_bad_option_is_refused_naming_the_option():
    with pytest.raises(BadSetting, match="--port"):
        read_settings(port=0)


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        read_settings().port = 1
