"""What a new starter goes through, and everybody each September: drawn from what is signed, attested and open."""
