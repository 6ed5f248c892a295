"""The checker that anybody can download: one file, standard library only, Python 3.9 or later."""
