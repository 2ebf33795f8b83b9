"""What is open for whom: profiles, categories, site rules, networks; the policy document and its versions."""
