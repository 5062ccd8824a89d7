"""What the field did: rounds and leases before, signed events after, and what the house makes of them.

Promises: an event once accepted is never lost, changed or refused for what it says; cash that was handed over is
booked against its entitlement or against suspense with its doubts named; no entitlement is settled twice.
Hides: how events are chained and stored, how visits are folded from them, how leases are fenced.
"""
