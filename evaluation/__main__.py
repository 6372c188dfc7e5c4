"""`python -m evaluation FOLDER`: the score table of the rules engine."""
import sys
from pathlib import Path
from evaluation import cases, engines, measurement, tables
found=[c for p in sys.argv[1:] for c in cases.read(Path(p))]
m=measurement.measure(engines.rules(), found, data=' '.join(sys.argv[1:]))
print(tables.everything(m))
for u in m.unusable: print(u)
