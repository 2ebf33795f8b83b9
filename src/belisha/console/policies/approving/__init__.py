"""What a draft passes through: consultation, technical staff, leaders, governors, signatures, publication, review."""
