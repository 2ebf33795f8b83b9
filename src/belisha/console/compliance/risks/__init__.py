"""The risk register of technology: what is wanted or turned up, its risks, and who allowed it until when."""
