"""Two readers of the law that must agree: the interpreter, and the compiler to Ibis."""
