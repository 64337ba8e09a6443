"""Work that outlives a request: asked for, queued, done by a worker, and told how far it is."""
