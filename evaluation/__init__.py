"""How far we are from what is true: gold against extracted, counts first, shares last."""
