"""What agencies and attorneys add to an export: facts with an author, and what they change."""
