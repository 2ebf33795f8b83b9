"""The filter's week on one page, which the designated safeguarding lead signs as well as whoever runs the machines."""
