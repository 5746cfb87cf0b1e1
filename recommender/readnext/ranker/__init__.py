"""The ranker: a linear model and a prior, and LightGBM trees on top of them."""
