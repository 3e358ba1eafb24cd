-- By how many microseconds the clock that all processes share is before the one of the database, which was put back.

create sequence shared_clock;
