"""Colours by meaning, sizes, and the style of every chart; writes ``assets/css/00_tokens.css``."""
