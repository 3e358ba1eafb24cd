"""The store of many processes: the records of ``ports.Store`` in PostgreSQL."""
