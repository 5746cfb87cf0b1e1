"""The digest as a mail: text, HTML and a bibliography in one message.

Everything is handed in, so that the same content makes the same bytes.
"""
