"""The pages from which the desk learns: reports, meetings, actions, returns, the register."""
