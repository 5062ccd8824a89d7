"""Set-based writing of whole lists: sealed, copied, joined. Private to this room."""
