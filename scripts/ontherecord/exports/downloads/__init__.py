"""Files to take away: a transcript in the formats that readers, researchers and libraries keep."""
