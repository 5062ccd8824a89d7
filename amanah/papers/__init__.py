"""Letters, nominative lists and receipts: values in, PDF and signed QR out. No tables, no keys of its own."""
