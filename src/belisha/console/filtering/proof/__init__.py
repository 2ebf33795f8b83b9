"""Why a page is open or not, and probes through the live path."""
