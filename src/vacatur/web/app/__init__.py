"""The office's app: what the people of an office use all day, in a browser."""
