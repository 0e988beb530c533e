"""The vocabulary that every room shares: areas, dates, filters, view models, states, errors."""
