from . import questions
