from . import vehicles
