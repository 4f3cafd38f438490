"""Gold in, report out. Imports app and the records below it. Write `from eval.run import …`: `import eval` hides a builtin."""
