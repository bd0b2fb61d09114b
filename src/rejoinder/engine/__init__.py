"""Token ids in, token ids out. Synchronous; no HTTP, no text, no asyncio."""
