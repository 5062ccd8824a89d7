"""Rounds and leases, the signed events of phones, the Visit (fact) and its Judgement (doubts)."""
