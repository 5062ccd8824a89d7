"""Receipts sent to a family's telephone, once a payment and way.

Promises: a payment never waits for a receipt; a number is sealed in the table and masked in every log and journal
line; no name is ever sent. Hides: who carries the messages (a plug-in, by default a file), and when to try again.
"""
