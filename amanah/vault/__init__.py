"""The vault seals what people must not read in a table, a backup or a bucket, and keeps the keys.

Promises: sealed columns and photos open only with the keys file and only in the column or under the name they
were sealed for; anything altered refuses to open. Hides: ciphers, headers, key ids, where photos lie.
No tables of its own: the fields live in other rooms' tables, the photos in Django's default storage.
"""
