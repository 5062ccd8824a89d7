"""Double entry: post a Transfer, ask a balance. Knows names of accounts, not people. All accounts sum to zero."""
