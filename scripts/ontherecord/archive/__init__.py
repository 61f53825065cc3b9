"""All of it put together and checked."""
