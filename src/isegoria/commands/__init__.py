"""What the ``isegoria`` command does, one module per verb."""
