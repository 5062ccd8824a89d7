"""The thinking of this room, by noun: chain, fold, settle, doubts, cash. Pure."""
