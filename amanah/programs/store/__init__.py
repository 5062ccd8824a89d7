"""Set-based writing of entitlements. Private to this room."""
