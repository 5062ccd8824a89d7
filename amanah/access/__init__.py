"""People who work here: users, roles x area, phones and their keys, and who looked at what."""
