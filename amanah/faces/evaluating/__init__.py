"""How well a folder of known people is told apart: looking at it, scoring all pairs, rates, and their intervals."""
