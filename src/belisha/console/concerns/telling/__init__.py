"""Pupils tell somebody: with pictures, named or not, to a grown-up they choose; and are answered."""
