"""What search engines, readers of previews and browsers without a connection are told."""
