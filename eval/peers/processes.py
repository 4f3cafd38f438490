"""A process of one system. Comes in: a command line, and how long it may take. Goes out: nothing, or Failed with the reason in a few words.

Nothing it does may go over the network: models come with the packages or not at all. Knows no system.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent.parent
MOST_CHARACTERS = 120  # of a reason
QUIET = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "TOKENIZERS_PARALLELISM": "false",
    "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip


class Failed(Exception):
    """A process that ended otherwise than well; the text says why."""


def run(command: Sequence[str], limit_minutes: float) -> None:
    """Run a command from the project's folder and wait for it.

    :raises Failed: when it cannot be started, ends badly or takes longer than `limit_minutes`.
    """
    environment = {**os.environ, **QUIET}
    try:
        ran = subprocess.run(
            command, cwd=HOUSE, env=environment, capture_output=True, text=True, errors="replace", timeout=limit_minutes * 60, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Failed(f"took longer than {limit_minutes:g} minutes") from error
    except OSError as error:
        raise Failed(f"cannot be started: {error.strerror}") from error
    if ran.returncode:
        raise Failed(reason(ran.returncode, ran.stderr))


def reason(code: int, said: str) -> str:
    """The last line on stderr, short enough for a table; of a process that said nothing, how it ended."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = lines[-1] if lines else f"ended with {code}"
    short = last if len(last) <= MOST_CHARACTERS else last[: MOST_CHARACTERS - 1] + "…"
    return short.replace("|", "/")
