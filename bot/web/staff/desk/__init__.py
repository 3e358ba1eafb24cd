"""The pages on which agents answer complaints, and supervisors see their shift."""
