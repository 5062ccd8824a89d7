"""The door for the command line: one file a noun, each with `register`."""
