"""Policies: written from the school's own settings, consulted on, approved, published, reviewed.

clauses/  the sentences that a policy is made of, each with its duties; what they say of a school now
writing/  drafts: clauses left out or reworded, and who changed what; any two versions side by side
approving/ consultation, leaders, governors' minute, signatures, publication, the yearly review
shelf/    sister policies with owners and review dates; policies that a school brings with it
"""
