"""Keeps personal pictures no longer than their purpose: destroys what is due, and certifies what was destroyed.

Promises: nothing is destroyed without being named first, a certificate is signed only when every named thing is
gone, and what an open case needs is held. Facts, transfers and the journal stay: they hold no picture.
Hides: the tables, and how a run that was interrupted is taken up again.
"""
