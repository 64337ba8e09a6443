"""What answers over HTTP. It parses, asks one thing of the office, and prints."""
