"""One dialect for the whole house: a plugin of pylint for what pylint-odoo leaves open.

pylint-odoo holds the names of computes, inverses and searches and the way of translating. Here stand the choices
between two ways that both work, so that a reader meets one of them, and one trap: text put into HTML unescaped.
What is written in XML and JavaScript is looked at together with the add-on's ``__init__.py``.
"""
import re
from pathlib import Path
from xml.etree import ElementTree

from astroid import nodes
from pylint.checkers import BaseChecker

RELATIONAL = {'Many2one', 'One2many', 'Many2many'}
# Two ways to write one word; messages, labels and helps write "cannot".
OTHER_CANNOT = re.compile(r"\b(can't|can’t|can not)\b", re.IGNORECASE)
JS_TERM = re.compile(r'''_t\(\s*(["'`])(?P<term>.*?)(?<!\\)\1''', re.DOTALL)
CODE_OF_ACTION = re.compile(r'\bmodel\.(?P<method>\w+)\(')
# What a method must be called that Odoo calls for us, by its decorator (of odoo.api).
PREFIXES = {'constrains': '_check_', 'onchange': '_onchange_', 'ondelete': '_unlink_'}
# Keyword arguments that Odoo's mail takes as HTML or shows beside it.
HTML_ARGUMENTS = {'note', 'body'}


class DialectChecker(BaseChecker):
    name = 'dialect'
    msgs = {
        'C9901': ("Write %s of a relational field as its first arguments, without keyword",
                  'comodel-keyword', "Most fields of the house name their comodel by place."),
        'C9902': ('%s: “%s” is called by a button or an action; name it action_…, or _cron_… if the clock calls it',
                  'button-method-name', "What a person's click or the clock may call is seen by its name."),
        'C9903': ('%s: write “cannot”, not “%s”', 'cannot', "One spelling in messages, labels and helps."),
        'C9904': ('Name the method %s… (here: “%s”)', 'method-prefix', "Names tell who calls a method."),
        'W9905': ('Text goes into %s= unescaped: build it by Markup("…") %% values, or escape(…) it',
                  'html-without-markup', "Names and notes of people may hold markup."),
    }

    # ------------------------------------------------------------
    # Python
    # ------------------------------------------------------------

    def visit_call(self, node):
        if is_field(node.func, RELATIONAL):
            named = [keyword.arg for keyword in node.keywords if keyword.arg in {'comodel_name', 'inverse_name'}]
            if named:
                self.add_message('comodel-keyword', node=node, args=(' and '.join(named),))
        if is_field(node.func):
            self._check_default(node)
        # Odoo escapes the body of a message that is plain text, but takes the note of a task as the HTML it says it is.
        is_task = isinstance(node.func, nodes.Attribute) and node.func.attrname == 'activity_schedule'
        for keyword in node.keywords:
            if keyword.arg in HTML_ARGUMENTS and is_formatted(keyword.value) or (
                is_task and keyword.arg == 'note' and not is_safe(keyword.value)
            ):
                self.add_message('html-without-markup', node=keyword.value, args=(keyword.arg,))

    def _check_default(self, field):
        """A default of our own, called by name or in a lambda, is a ``_default_`` method."""
        value = next((keyword.value for keyword in field.keywords if keyword.arg == 'default'), None)
        if not isinstance(value, nodes.Lambda) or not isinstance(value.body, nodes.Call):
            return
        called = value.body.func
        if isinstance(called, nodes.Attribute) and called.expr.as_string() == 'self':
            self._check_prefix(called, called.attrname, '_default_')

    def _check_prefix(self, node, name, prefix):
        if not name.startswith(prefix):
            self.add_message('method-prefix', node=node, args=(prefix, name))

    def visit_functiondef(self, node):
        for decorator in node.decorators.nodes if node.decorators else []:
            called = decorator.func if isinstance(decorator, nodes.Call) else decorator
            if isinstance(called, nodes.Attribute) and called.expr.as_string() == 'api' and called.attrname in PREFIXES:
                self._check_prefix(node, node.name, PREFIXES[called.attrname])

    def visit_const(self, node):
        # A docstring is no Const of its own in the tree, so what comes here is shown or compared.
        if isinstance(node.value, str) and (found := OTHER_CANNOT.search(node.value)):
            self.add_message('cannot', node=node, args=('Text', found[0]))

    # ------------------------------------------------------------
    # XML and JavaScript
    # ------------------------------------------------------------

    def visit_module(self, node):
        folder = Path(node.file).parent
        if not node.package or not (folder / '__manifest__.py').exists():
            return
        ours = public_methods(folder)
        for path in sorted(folder.rglob('*.xml')):
            where = path.relative_to(folder)
            for element in ElementTree.parse(path).iter():
                for what in self._xml_findings(element, ours):
                    self.add_message(what[0], node=node, args=(where, *what[1:]))
        for path in sorted(folder.glob('static/src/**/*.js')):
            for call in JS_TERM.finditer(path.read_text(encoding='utf-8')):
                if found := OTHER_CANNOT.search(call['term']):
                    self.add_message('cannot', node=node, args=(path.relative_to(folder), found[0]))

    def _xml_findings(self, element, ours):
        name = element.get('name') or ''
        if element.tag == 'button' and element.get('type') == 'object':
            if name in ours and not name.startswith('action_'):
                yield 'button-method-name', name
        if element.tag == 'field' and name == 'code':
            for call in CODE_OF_ACTION.finditer(element.text or ''):
                if not call['method'].startswith(('_cron_', 'action_')):
                    yield 'button-method-name', call['method']
        for text in (element.text, element.tail, *element.attrib.values()):
            if found := OTHER_CANNOT.search(text or ''):
                yield 'cannot', found[0]


def is_field(called, types=None):
    """Whether ``called`` is ``fields.<Type>``, of one of the types if they are given."""
    return (isinstance(called, nodes.Attribute) and called.expr.as_string() == 'fields'
            and (called.attrname in types if types else called.attrname[:1].isupper()))


def is_formatted(value):
    """Whether values are put into a text that isn't Markup (which escapes them)."""
    if isinstance(value, nodes.JoinedStr):
        return True
    if isinstance(value, nodes.BinOp) and value.op == '%':
        return not value.left.as_string().startswith('Markup(')
    if isinstance(value, nodes.Call) and isinstance(value.func, nodes.Attribute) and value.func.attrname == 'format':
        return not value.func.expr.as_string().startswith('Markup(')
    return False


def is_safe(value):
    """Whether a value is HTML by its making: constant, escaped, or built by Markup."""
    if isinstance(value, nodes.Const):
        return True
    if isinstance(value, nodes.BinOp):
        return is_safe(value.left) if value.op == '%' else is_safe(value.left) and is_safe(value.right)
    if isinstance(value, nodes.IfExp):
        return is_safe(value.body) and is_safe(value.orelse)
    return isinstance(value, nodes.Call) and value.as_string().startswith(('Markup(', 'escape(', 'Markup().join('))


def public_methods(folder):
    """Names of the public methods that the add-on's Python defines."""
    found = set()
    for path in folder.rglob('*.py'):
        found.update(re.findall(r'^ +def ([a-z]\w*)\(', path.read_text(encoding='utf-8'), re.MULTILINE))
    return found


def register(linter):
    linter.register_checker(DialectChecker(linter))
