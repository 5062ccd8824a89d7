"""Pictures drawn by code for the demonstration: house fronts and specimen cards. Nothing here shows anything real."""
