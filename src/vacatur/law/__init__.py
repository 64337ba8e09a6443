"""The language of law and policy: pages read into typed nodes, never executed."""
