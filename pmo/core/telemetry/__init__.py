"""What supervisors, logs and Prometheus are told."""
