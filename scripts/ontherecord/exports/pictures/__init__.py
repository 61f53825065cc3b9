"""Pictures of a transcript: the card that a shared link shows, and the cover of its book."""
