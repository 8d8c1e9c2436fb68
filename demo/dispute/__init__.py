from . import disputes
