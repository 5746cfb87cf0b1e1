"""What `readnext mcp` offers to an assistant, by the Model Context Protocol.

The SDK is an extra: nothing outside this folder imports it, and `readnext --help` must
not.
"""
