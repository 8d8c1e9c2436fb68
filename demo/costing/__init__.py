from . import costing
