"""A clinic: one person's record, typed, sent or looked up, and answered charge by charge."""
