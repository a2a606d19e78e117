"""A glossary of the foreign words, terms and abbreviations that French articles explain."""

import os

# A process works on one core; several processes are what --jobs is for, and numpy's threads would be in their way.
# Here, since numpy's library asks when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
