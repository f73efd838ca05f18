"""The second room: Trees become a Framework, every name looked up and every type checked."""
