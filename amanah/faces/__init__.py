"""Faces: finds a face, judges the photo, makes a template, compares two. Hides every model; keeps no table."""
