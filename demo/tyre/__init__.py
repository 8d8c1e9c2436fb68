from . import tyres
