"""The simulated Depok: a complete city from ``data.reference``, seeded, labelled as simulated everywhere."""
