"""What people do with the record that audit/ keeps: read it, have it checked, take it out, shred what it says."""
