import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[2]
# What reaches a colleague: tasks, the notice on his screen, mails of a message to him.
TELLING = frozenset({'activity_schedule', '_create_tasks', 'message_notify'})


def get_name(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else ''


def is_telling(call):
    """Whether the call tells a colleague something in our words."""
    if get_name(call) == '_bus_send':
        return any(isinstance(word, ast.Constant) and word.value == 'simple_notification' for word in call.args)
    if get_name(call) == 'message_post':
        return any(keyword.arg == 'partner_ids' for keyword in call.keywords)
    return get_name(call) in TELLING


@tagged('post_install', '-at_install')
class TestReaderOfTasks(BaseCase):
    """faults C7: whoever gets a task or notice reads it in his language, whoever has caused it.

    Every function of ours that tells a colleague something is found by code: it takes the words from an environment
    in the language of the reader, or says in its docstring that its caller does.
    """

    def _find_telling(self):
        for folder in ('models', 'wizard', 'controllers'):
            for path in sorted((ROOT / folder).rglob('*.py')):
                source = path.read_text()
                for function in ast.walk(ast.parse(source)):
                    if isinstance(function, ast.FunctionDef) and any(
                            is_telling(call) for call in ast.walk(function) if isinstance(call, ast.Call)):
                        yield path.relative_to(ROOT), function.name, ast.get_source_segment(source, function)

    def test_each_is_told_in_his_language(self):
        """faults C7: tasks, notices on the screen and messages to colleagues."""
        found = 0
        for path, name, source in self._find_telling():
            with self.subTest(file=str(path), function=name):
                found += 1
                self.assertTrue('lang=' in source or '_get_words()' in source, "in whose language are these words?")
                if 'self = self.with_context(lang=' not in source:
                    self.assertNotRegex(source, r"(summary|title|note)['\"]?[=:] ?(escape\()?self\.env\._\(")
        self.assertGreater(found, 15)
