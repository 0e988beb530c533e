"""Write the stylesheet of tokens."""

from layouts.theme.tokens import STYLESHEET, stylesheet

STYLESHEET.write_text(stylesheet(), "utf-8")
print(f"{STYLESHEET.name} written")
