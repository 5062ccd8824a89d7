"""The alphabet: Money, Nik, FamilyCardNumber, RegionCode, ids, Clock, Problem, Sentence. Pure; knows nobody."""
