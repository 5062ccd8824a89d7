"""Places: a Fix, an Area, distances and movement checks. Pure."""
