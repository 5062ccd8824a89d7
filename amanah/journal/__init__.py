"""Append-only, hash-chained record of who did what. An entry is never changed; the chain can be checked by anybody."""
