"""What is published: the Datasette plugin."""
