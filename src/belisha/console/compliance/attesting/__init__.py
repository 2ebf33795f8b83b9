"""Confirmations of duties that no app can look at: somebody's word, how they know, who else stands by it."""
