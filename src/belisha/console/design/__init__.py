"""How the console looks: form fields, page furniture, charts, built styles and scripts."""
