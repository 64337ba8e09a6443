"""What may leave: small counts hidden with others, audited against an adversary, and a ledger."""
