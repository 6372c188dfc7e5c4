"""`python -m extraction` is the command `nianbao`."""

from extraction.command import main

if __name__ == "__main__":
    main()
