"""Who answers: a worker process of our own, an upstream, or a router over several."""
