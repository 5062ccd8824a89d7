"""Amanah: government cash to poor families at their own doors, and the proof of it."""
