"""Least squares over weights that are not negative and sum to 1."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from vacatur.evaluation.panel import Matrix, Vector


def simplex_least_squares(columns: Matrix, target: Vector, *, ridge: float = 0.0) -> Vector:
    """The weights w >= 0, sum 1, that minimise ||columns w - target||² + ridge ||w||².

    `columns` has the shape (conditions, donors), `target` (conditions,).

    Since the weights sum to 1, columns w - target = (columns - target 1')w = C w. For u = s w,
    ||C u||² + (1'u - 1)² is least over s at f / (1 + f), f = ||C w||², which grows with f: so
    non-negative least squares over u gives the very w, and no penalty has to be chosen. C is scaled
    by its shortest column, so that f is at most 1.

    Source: C. L. Lawson and R. J. Hanson, Solving Least Squares Problems (1974), ch. 23.
    """
    away = columns - target[:, None]
    if ridge > 0:
        away = np.vstack([away, np.sqrt(ridge) * np.eye(columns.shape[1])])
    return shortest_mean(away)


def shortest_mean(away: Matrix) -> Vector:
    """The weights w >= 0, sum 1, that make away w shortest; see `simplex_least_squares`.

    `away` is (conditions, donors): how far each donor is from the target in each condition.
    """
    conditions, donors = away.shape
    shortest = float(np.sqrt(np.einsum("ij,ij->j", away, away).min()))
    if shortest == 0:
        alike = (np.abs(away).sum(axis=0) == 0).astype(np.float64)
        return np.asarray(alike / alike.sum(), dtype=np.float64)
    # A search asks this thousands of times: one array is filled, and none put together.
    system = np.empty((conditions + 1, donors))
    np.divide(away, shortest, out=system[:-1])
    system[-1] = 1.0
    right = np.zeros(conditions + 1)
    right[-1] = 1.0
    found, _ = nnls(system, right, maxiter=50 * donors)
    weights: Vector = found / found.sum()
    return weights
