"""The questions about surveys: what there is and who may hand it out; what came of them."""
