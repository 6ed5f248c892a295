"""The pages in which a team prepares and runs its process."""
