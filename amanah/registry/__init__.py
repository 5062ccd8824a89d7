"""Families, persons, homes, faces, hazards, and the reading of the ministry's lists.

Promises: a number of a person finds that person and no other; nothing personal lies unsealed; what the field learnt
(homes, faces, hazards) is only ever added to. Hides: how spreadsheets lie, and how the numbers are sealed.
"""
