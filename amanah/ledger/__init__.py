"""The ledger: double entry. Post a Transfer, ask a balance.

Promises: a transfer has two different sides and moves money, is kept for ever as it was posted, and the same one
posted again changes nothing; all accounts together always come to zero. Knows names of accounts, not people.
Hides: how balances are kept (the database adds them up itself, in the statement that inserts).
"""
