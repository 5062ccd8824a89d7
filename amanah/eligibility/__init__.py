"""What was seen becomes findings; a versioned ruleset turns findings into a Verdict with reasons; a person decides.

Promises: a verdict names every rule that spoke and what it rests on, and replays to the same answer from its
stored facts. Hides: the rule language (CEL), the tables. Never decides by itself (UU PDP 27/2022, art. 10).
"""
