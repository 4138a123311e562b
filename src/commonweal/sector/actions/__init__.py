"""Every change to the register, one function each."""
