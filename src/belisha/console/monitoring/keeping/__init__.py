"""How long alerts, looks and signatures are kept: by settings, each night. The same file set as every app."""
