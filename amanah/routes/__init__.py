"""One office's day into rounds: families shared among payers by territory, each round in a short order. Pure.

Distances are great-circle metres times a detour; PyVRP (MIT) is hidden behind `order_round`.
"""
