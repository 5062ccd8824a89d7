"""What can't be true, or seldom is, across the visits of a payer: one file a family of rules."""
