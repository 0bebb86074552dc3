"""The payment platform: starts payments, lets a payer pay, tells whoever asked for the money, and settles the day."""
