"""What `./run` does: set-up, demonstration, tests, checks. `steps` and `setup` need only the standard library."""
