"""Days with faults: many small towns, each lived by real phones while everything that can break breaks."""
