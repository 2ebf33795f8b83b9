"""Records and reviews that people sign: strategy, provider, levels of access, precautions."""
