"""The same articles and questions through other systems. Comes in: a haystack. Goes out: one table, ours beside theirs.

    python -m eval.peers --data DIR --python .venv-peers/bin/python --out FILE        all of it: `make bench-peers`
    parent (__main__.py) -> our process (ours.py) -> files (exchange.py) -> a process for each peer (one.py) -> table.py

Peers live in an environment of their own (requirements.txt); their processes import nothing of index and app. Knows no reader.
"""
