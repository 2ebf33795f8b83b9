"""The visitors' desk: signing in and out, badges, guest codes, and who is in the building."""
