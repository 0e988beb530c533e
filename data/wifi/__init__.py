"""Methods of the Wi-Fi subject: pure functions on arrays and frames."""
