"""One peer in its own process. Comes in: its name and the folder of files. Goes out: Ran, as a file.

    .venv-peers/bin/python -m eval.peers.one NAME --given DIR --out FILE

A peer that is missing or fails ends the process; its last line on stderr is the reason the table gives. Knows no right answer.
"""

import argparse
from pathlib import Path

from eval.peers.exchange import read_given, write_record
from eval.peers.known import NAMES, known
from eval.peers.measure import measure


def main() -> None:
    """Command line; what was found goes to the file."""
    ask = argparse.ArgumentParser(description="Measure one peer.")
    ask.add_argument("name", choices=NAMES)
    ask.add_argument("--given", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    wanted = ask.parse_args()
    peer = known(wanted.name)
    build = peer.load()
    write_record(wanted.out, measure(build, read_given(wanted.given, peer.cut, peer.vectors), peer.version()))


if __name__ == "__main__":
    main()
