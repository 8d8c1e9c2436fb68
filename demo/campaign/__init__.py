from . import campaigns
