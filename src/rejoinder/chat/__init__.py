"""What a conversation means: asks, templates, tokens to text and back. No I/O."""
