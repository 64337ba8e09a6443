"""The compiler: a page as an Ibis expression; it must agree with the interpreter."""
