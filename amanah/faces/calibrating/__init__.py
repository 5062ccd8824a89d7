"""Thresholds a deployment measured on its own consented photos: measuring them, keeping them, reading them."""
