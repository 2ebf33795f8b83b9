"""The register: everybody of a school, with their classes, families, checks and devices."""
