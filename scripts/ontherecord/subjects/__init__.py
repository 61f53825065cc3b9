"""What a passage is about, names, dates and asks: rules suggest, an editor decides."""
