"""Frauds planted among honest visits, to measure what oversight finds: how they are done, never how they are found.

Nothing here may know a rule or a threshold of `amanah.oversight` (held by a test): a fraudster doesn't either.
"""
