"""Who is owed what, when: programmes, stages, batches of the ministry's list, entitlements.

Promises: a batch is taken whole against its SP2D or not at all; one family is owed once a programme, stage and
tranche; every line that was refused is told why. Hides: how a list becomes rows.
"""
