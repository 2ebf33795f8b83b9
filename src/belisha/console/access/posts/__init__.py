"""Who holds which post: appointing, handing over, covering; what is wrong with it; and what each role may do."""
