"""The compiler: a page as an Ibis expression; it must agree with the interpreter."""

import ibis

# Ibis would fuse our layers of conditions into one SELECT, and write each condition out again
# wherever another names it. Every database does that better, and the SQL stays as long as the page.
ibis.options.sql.fuse_selects = False
