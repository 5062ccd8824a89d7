"""Cases for supervisors: what a judgement doubted, with the evidence beside it, until a person closes it.

Promises: one open case a subject, nothing closes by itself, and closing says who, how and why.
Hides: the tables.
"""
