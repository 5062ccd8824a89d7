"""Numbers only, through its own read-only SQL views: is every rupiah and every fact still where it should be?

Promises: each number is computed anew from facts and transfers, never from what a room remembers of itself.
Hides: the views. They read tables of rooms below; a migration there that alters a column the views use must come
with one here that makes them anew.
"""
