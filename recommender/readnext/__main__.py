"""`python -m readnext`: the command."""

from readnext.cli import main

if __name__ == "__main__":
    main()
