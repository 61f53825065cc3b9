"""The look, on top of Material for MkDocs: templates, styles, scripts and fonts; and the tokens of colour and size."""

from pathlib import Path

#: The folder of the look, which goes below the pages as MkDocs's `custom_dir`.
FOLDER = Path(__file__).parent
