from . import promise_wizard
