"""Figures that can be checked: declared sources, intervals, denominators, and what may leave."""
