"""What is sealed, and the keys: sealed fields, look-up fingerprints, sealed photos, the house's signature. Hides every key."""
