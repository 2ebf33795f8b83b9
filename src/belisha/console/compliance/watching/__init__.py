"""What a standing stands on: which rows its proof read, and which have changed since. docs/adr/0013"""
