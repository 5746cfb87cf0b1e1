"""The digest as a mail: text, HTML and a bibliography in one message.

The same content always gives the same bytes: nothing depends on the environment.
"""
