"""The journal: an append-only, hash-chained record of who did what.

Promises: an entry is never changed or removed, and whoever holds the last hash can tell. Entries join the chain
when their transaction commits, so nobody waits for the journal while working. Hides: the chain's tables and lock.
"""
