from . import deposits
