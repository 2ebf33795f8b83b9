"""Who may do what: federations, schools, accounts, posts, permissions, sign-in, sessions."""
