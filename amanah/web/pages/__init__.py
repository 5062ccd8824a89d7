"""One file a page: read, show; or read, one command, back to the page."""
