"""Pages of gateways for people, and doors for the machines."""
