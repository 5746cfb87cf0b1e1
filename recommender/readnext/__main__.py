"""`python -m readnext`: the command."""

from readnext_adapters.cli import main

if __name__ == "__main__":
    main()
