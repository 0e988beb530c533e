"""What single pages add to the four common panels."""
