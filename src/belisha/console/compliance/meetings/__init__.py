"""Meetings of the online-safety group: an agenda of what is red, due or new; minutes; what follows from them."""
