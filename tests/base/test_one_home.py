import ast
import inspect
from collections import defaultdict
from pathlib import Path

from odoo.tests import BaseCase, tagged

MODELS = Path(inspect.getfile(inspect.currentframe())).resolve().parents[2] / 'models'
# What a room may say of a field of another one.
ADDED = {'selection_add', 'ondelete', 'groups', 'help'}


@tagged('post_install', '-at_install')
class TestOneHome(BaseCase):
    """faults M: a field has one room. Of two that make one of the same name, the later one's default, label and bounds hold
    for both, and a setting of one decides in the other."""

    def _find_fields(self):
        """((model, field), room) of each definition, found by code."""
        for path in sorted(MODELS.rglob('*.py')):
            for klass in ast.walk(ast.parse(path.read_text())):
                if isinstance(klass, ast.ClassDef):
                    given = {
                        target.id: node.value for node in klass.body if isinstance(node, ast.Assign)
                        for target in node.targets if isinstance(target, ast.Name)}
                    model = next((given[key].value for key in ('_name', '_inherit')
                                  if isinstance(given.get(key), ast.Constant)), None)
                    for name, value in given.items():
                        if model and self._makes_field(value):
                            yield (model, name), path.relative_to(MODELS).parts[0]

    @staticmethod
    def _makes_field(value):
        return (
            isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
            and getattr(value.func.value, 'id', None) == 'fields'
            and bool(value.args or {keyword.arg for keyword in value.keywords} - ADDED))

    def test_each_field(self):
        homes = defaultdict(set)
        for field, room in self._find_fields():
            homes[field].add(room)
        self.assertGreater(len(homes), 3000)
        self.assertEqual({field: rooms for field, rooms in homes.items() if len(rooms) > 1}, {})
