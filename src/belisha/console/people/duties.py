"""What the register can prove."""
