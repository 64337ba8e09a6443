"""The compiler: a page as an Ibis expression over whole tables. It must agree with the interpreter."""
