"""From a source text to turns; words, sentences and spans."""
