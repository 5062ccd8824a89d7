"""Places on the earth: how far, and inside which village. Pure; degrees are WGS84, distances metres."""
