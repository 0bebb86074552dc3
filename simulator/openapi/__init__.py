"""OpenAPI 3.1 documents of every party, and the pages that explain each operation, both made from the contracts."""
