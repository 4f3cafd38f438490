"""Passages in, hits out. Imports corpus."""
