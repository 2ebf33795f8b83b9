"""How the installation itself is: health, jobs, mail on its way, backups. For technicians, and for whoever watches."""
