"""One office's day into rounds, PyVRP behind one function. Pure."""
