"""Backtests of the ranker against simple formulas, with their metrics."""
