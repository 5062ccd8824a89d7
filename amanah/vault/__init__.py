"""The vault seals what people must not read in a table, a backup or a bucket, and keeps the keys.

Promises: sealed columns and photos open only with the keys file and only in the column or under the name they
were sealed for; anything altered refuses to open. Hides: ciphers, headers, key ids, where photos lie.
Templates are sealed in their regency: its key lies in the one table here, sealed by the master key. The other sealed
values live in other rooms' tables, the photos in Django's default storage.
"""
