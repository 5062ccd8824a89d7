"""Plug-ins that ask somebody outside whether a face is that of a person: one file a service."""
