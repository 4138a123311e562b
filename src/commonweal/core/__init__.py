"""The door for writes, the journal, the gate for views, refusals and the clock."""
