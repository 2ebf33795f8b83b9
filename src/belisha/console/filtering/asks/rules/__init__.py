"""What is decided about asks and reports without a database: clocks, states, sites, words. A file for each subject."""
