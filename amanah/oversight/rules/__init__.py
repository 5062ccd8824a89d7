"""The thinking: pairs of faces, and patterns across visits. Takes values, gives values."""
