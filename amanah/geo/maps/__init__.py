"""A village's map for a phone without a network: what stands in it, how it is made, where it is kept."""
