"""The mock of the National Public Service Portal: adapter, dossiers, catalogues, citizen API and e-forms."""
