"""Things that pass from state to state through people's hands: processes, and the record of every step."""
