"""What knows every app: settings, addresses, the worker. Nothing imports it."""
