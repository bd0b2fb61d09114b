"""HTTP: routes, streams, errors. `app.py` is the only place that wires."""
