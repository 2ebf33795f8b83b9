"""The console: the web application in which a school runs its online safety, and the jobs behind it."""
