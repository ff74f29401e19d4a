"""A small firm for trying the product out: its people, services and articles, in Japanese and English."""
