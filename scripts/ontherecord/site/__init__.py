"""From the archive to site/, whole or not at all; live; the engine."""
