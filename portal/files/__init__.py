"""What is attached: pictures, logs, sheets; kept by their fingerprint, each once."""
