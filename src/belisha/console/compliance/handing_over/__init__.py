"""Posts that go over: what is open with whoever gives one up, their note, and who takes it from them."""
