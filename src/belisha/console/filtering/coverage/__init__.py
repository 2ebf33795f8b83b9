"""What goes past the filter: silent devices, unknown people, gateways behind."""
