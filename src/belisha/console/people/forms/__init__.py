"""The forms of the register, a file for each subject. Forms validate; actions act."""
