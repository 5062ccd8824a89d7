"""The door for phones: parses at the wire, signs its answers, and refuses to lose anything."""
