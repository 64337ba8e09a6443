"""Papers: what a court, an agency or a person is handed. Layout, and no law."""
