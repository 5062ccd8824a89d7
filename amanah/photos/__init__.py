"""Is this the same photo again? Exact copies by their bytes, near copies by what they show. Pure."""
