from . import rescues
