"""Monitoring and evaluation of an action plan: progress, weight sets, the traffic light, earned schedule."""
