from . import old_parts
