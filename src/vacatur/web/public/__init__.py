"""The letter page: a person reads a letter with the code that was mailed. It knows no office."""
