"""The public API: what anybody may read, one description, one shape for errors."""
