from . import refusal_wizard
