"""What `./run` does: set-up, the demonstration, the tests, the checks. `steps` and `setup` need only the standard library."""
