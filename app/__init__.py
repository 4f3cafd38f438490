"""Question in, answer out. Imports index and corpus."""
