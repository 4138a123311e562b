<<<<<<< HEAD
"""What help is told on the command line."""
=======
"""Words of the command line."""
>>>>>>> 3bd1e3751c311ed2b4eb46e70faea3d6e3415d05
