from . import part_refusal_wizard
