"""`python -m evaluation GOLD…` is the command `nianbao evaluate`."""

from evaluation.command import evaluate

if __name__ == "__main__":
    evaluate(prog_name="nianbao evaluate")
