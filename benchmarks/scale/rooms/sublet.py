"""Work of another shop is a line of the order's: see ``order``."""
TABLES = []


def build(scale):
    pass
