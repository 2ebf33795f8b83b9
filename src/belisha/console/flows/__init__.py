"""The moments that cross apps, one file each."""
