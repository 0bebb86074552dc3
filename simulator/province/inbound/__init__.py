"""What the portal calls on this system: look-up, promotion notices, land-tax notices and receipts."""
