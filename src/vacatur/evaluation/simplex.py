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
    donors = columns.shape[1]
    away = columns - target[:, None]
    if ridge > 0:
        away = np.vstack([away, np.sqrt(ridge) * np.eye(donors)])
    shortest = float(np.sqrt((away**2).sum(axis=0)).min())
    if shortest == 0:
        alike = (np.abs(away).sum(axis=0) == 0).astype(np.float64)
        return np.asarray(alike / alike.sum(), dtype=np.float64)
    system = np.vstack([away / shortest, np.ones(donors)])
    right = np.zeros(len(system))
    right[-1] = 1.0
    found, _ = nnls(system, right, maxiter=50 * donors)
    return np.asarray(found / found.sum(), dtype=np.float64)
