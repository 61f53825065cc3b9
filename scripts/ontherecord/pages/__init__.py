"""For readers: what stands on each kind of page, and its templates."""
