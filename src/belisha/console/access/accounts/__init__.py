"""Accounts: opening and closing them, user names, passwords, cards, outside services, advice, reviews of access.

What needs the register of people (classes, years, who is on the roll) is a flow: console/flows/accounts.
"""
