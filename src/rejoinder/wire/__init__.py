"""What the API looks like in bytes: requests, responses, chunks, error body, SSE. No I/O."""
