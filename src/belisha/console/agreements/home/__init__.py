"""The parents' pages: what the school asks and tells them and what they do at home; and its programme for them."""
