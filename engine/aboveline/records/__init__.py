"""The room of case records: bytes become Records, and everything wrong with them Diagnostics."""
