"""What a record is: its rows, their meaning, and the tables that hold them."""
