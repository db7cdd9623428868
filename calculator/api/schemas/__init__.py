"""What the documents of the API are made of, for its description; no answer is checked by them.

Descriptions are marked for translation here, and translated where the description is made.
"""
