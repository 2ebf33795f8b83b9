"""Remote access: who outside may reach what, by whose leave, until when."""
