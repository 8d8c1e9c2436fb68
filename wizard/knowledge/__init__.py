from . import knowledge_finder
