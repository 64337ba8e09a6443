"""A site of the law: every page rendered for people, to be read and printed without a network."""
