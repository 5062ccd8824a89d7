"""One whole day on real parts: a throw-away house, simulated phones that run the phone's own core, and a count.

Nothing here knows the protocol: phones are `phone/dist-sim/driver.mjs`, the house is `amanah serve` and a worker.
"""
