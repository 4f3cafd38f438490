"""Articles in, passages out. Imports nothing of ours."""
