"""Pure thinking over lists: which file is it, which column is which, what is wrong with a line."""
