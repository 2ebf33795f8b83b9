"""Agreements: what everyone signs before they use anything of the school's, and what parents permit.

texts/    agreements in forms that each person can read; issuing them; who is asked for which
signing/  by oneself, class by class, at the desk, on paper; certificates; who declined; chasing
consents/ what parents and adults permit, by purpose; the one question that every other app asks
home/     the pages of parents and carers
induction/ what a new starter, and everybody each September, goes through
"""
