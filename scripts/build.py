#!/usr/bin/env python3
"""The build script: data to site/. Arguments in, exit status out; `ontherecord build` does the work."""

import sys

from ontherecord.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
