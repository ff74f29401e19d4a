"""The causes behind incidents, and the errors that are known: from the first suspicion to the lasting fix (ITIL)."""
