from . import reminders
