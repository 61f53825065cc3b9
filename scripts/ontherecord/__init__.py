"""From the transcript of a news conference to a site of permanent, citable passages."""
