"""Use cases that need several services: workspaces, runs, worklists, explanations, the demo."""
