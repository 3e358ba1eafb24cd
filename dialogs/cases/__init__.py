"""Cases: conversations as tests of a script, played, judged and counted. How they are written is for `language`."""
