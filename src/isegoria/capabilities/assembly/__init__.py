"""The panel at work: it groups what people said into ideas, and ranks them."""
