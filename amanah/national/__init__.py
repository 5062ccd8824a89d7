"""Work too big for one process: all offices' rounds, here or spread over a Ray cluster; the answer is the same.

Promises: an office done is a file, so whoever starts again goes on; a node that dies costs time and nothing else.
Hides: Ray. Without it (it is an extra, `amanah[national]`) everything runs in this process.
"""
