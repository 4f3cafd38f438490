"""Answer in, page or terminal out. Imports app; only `cli.py` looks in every direction."""
