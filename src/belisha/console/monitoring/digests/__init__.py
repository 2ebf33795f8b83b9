"""What is signed each week and each day, and what users are told."""
