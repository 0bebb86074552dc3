"""The portal's texts, from `texts.yaml`."""

from simulator.web.pages import load_texts

TEXTS = load_texts("simulator.portal")
