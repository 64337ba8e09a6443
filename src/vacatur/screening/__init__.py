"""The policy at the front door: what an office's policies say of pending charges."""
