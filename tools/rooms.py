"""The graph of rooms, as ``[tool.aftersales.rooms]`` of pyproject.toml declares it, held against what the files name.

A room is one domain through every layer: ``models/<room>/``, ``views/<room>/`` and so on. A file names another room
when it speaks of a model, a field, a method or an xmlid that only that room defines. Names are read from the sources:
Python by its syntax tree, XML and JavaScript by their words, CSV by its heads and ids. A name that Odoo's own
modules have too says nothing about a room and is left out, as is one that the reading room or a room it may name
defines as well (a hook that it extends by ``super()``).

Only the standard library is used: the check runs before anything is installed, and from a pre-commit hook.
"""
import ast
import collections
import csv
import functools
import os
import re
import sys
import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LAYERS = ('models', 'wizard', 'controllers', 'report', 'data', 'demo', 'security', 'views', 'static/src')
PACKAGES = ('models', 'wizard', 'controllers', 'report', 'demo')
MODULE = 'aftersales'
WORD = re.compile(r'[A-Za-z_]\w*')
DOTTED = re.compile(r'[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$')
XMLID = re.compile(r'\b(?:aftersales\.)?([a-z]\w+)\b')
# Attributes whose words are for people or for the style sheet.
SPOKEN = {
    'string', 'model', 'widget', 'title', 'help', 'class', 'style', 'placeholder', 'confirm', 'alt', 'src', 'href', 'icon',
    'id', 'sum', 'avg',
}
CODE = re.compile(r'<field name="(?:model|res_model|domain|context|domain_force|code|relation)"[^>]*>([^<]+)<')

Reference = collections.namedtuple('Reference', 'path line kind name')


def declared():
    """The table of pyproject: ``(rooms in order, what each may name, pairs that remain)``.

    A pair that remains tells ``why`` and which ``names`` it is about; without names it is about all.
    """
    table = tomllib.loads((CHECKOUT / 'pyproject.toml').read_text(encoding='utf-8'))['tool'][MODULE]
    rooms = table['rooms']
    pairs = {tuple(pair.split(' -> ')): told for pair, told in table.get('pairs', {}).items()}
    return list(rooms), {room: set(names) for room, names in rooms.items()}, pairs


def homonyms():
    """Words that are names of a room and mean something else elsewhere: keys of a dict, words of SQL."""
    table = tomllib.loads((CHECKOUT / 'pyproject.toml').read_text(encoding='utf-8'))['tool'][MODULE]
    return set(table.get('homonyms', ()))


def room_of(path):
    """The room of a path of the checkout, or None for what stands outside of them."""
    text = path.as_posix()
    for layer in LAYERS:
        if text.startswith(f'{layer}/') and text.count('/') > layer.count('/') + 1:
            return text[len(layer) + 1:].split('/')[0]
    return None


def files():
    for layer in LAYERS:
        for parent, folders, names in os.walk(CHECKOUT / layer):
            folders[:] = sorted(name for name in folders if name != '__pycache__')
            for name in sorted(names):
                path = Path(parent, name).relative_to(CHECKOUT)
                if room_of(path) and path.suffix in {'.py', '.xml', '.csv', '.js'}:
                    yield path


# ------------------------------------------------------------
# What a room defines
# ------------------------------------------------------------

class Index:
    """Who defines which name: ``kind -> name -> rooms``."""

    def __init__(self, core):
        self.owners = {kind: collections.defaultdict(set) for kind in ('model', 'member', 'xmlid')}
        self.core = core
        # (model, method) -> {room: whether its own definition calls super()}
        self.methods = collections.defaultdict(dict)

    def add(self, kind, name, room):
        if kind != 'member' or (name not in self.core and not name.startswith('__')):
            self.owners[kind][name].add(room)

    def owners_of(self, reference):
        if reference.kind == 'import':
            return {reference.name}
        return self.owners[reference.kind].get(reference.name, set())

    def read(self, path):
        room = room_of(path)
        text = (CHECKOUT / path).read_text(encoding='utf-8')
        if path.suffix == '.py':
            self.read_python(ast.parse(text), room)
        elif path.suffix == '.xml':
            for found in re.finditer(r'<(?:record|template|menuitem|asset)\b[^>]*?\bid="([\w.]+)"([^>]*)', text):
                # A record made elsewhere (another room's, or core's) is only completed here.
                if '.' not in found[1].removeprefix(f'{MODULE}.'):
                    self.add('xmlid', found[1].removeprefix(f'{MODULE}.'), room)
        elif path.suffix == '.csv':
            for row in csv.DictReader(text.splitlines()):
                if not row.get('id', '0').isdecimal():  # the demo numbers its visits
                    self.add('xmlid', row['id'], room)

    def read_python(self, tree, room):
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            model = model_of(node)
            for item in node.body:
                if isinstance(item, ast.FunctionDef):
                    self.add('member', item.name, room)
                    if model and item.name not in self.core:
                        rooms = self.methods[model, item.name]
                        rooms[room] = rooms.get(room, True) and calls_super(item)
                elif isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                    name = item.targets[0].id
                    if name == '_name' and isinstance(item.value, ast.Constant):
                        self.add('model', item.value.value, room)
                        self.add('xmlid', f'model_{item.value.value.replace(".", "_")}', room)
                    elif is_field(item.value):
                        self.add('member', name, room)


def model_of(node):
    """The model that a class makes or extends."""
    values = {
        item.targets[0].id: item.value for item in node.body
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name)
    }
    value = values.get('_name') or values.get('_inherit')
    if isinstance(value, ast.List) and value.elts:
        value = value.elts[0]
    return value.value if isinstance(value, ast.Constant) else None


def calls_super(function):
    return any(
        isinstance(node, ast.Attribute) and node.attr == function.name and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name) and node.value.func.id == 'super'
        for node in ast.walk(function))


def is_field(value):
    return (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
            and isinstance(value.func.value, ast.Name) and value.func.value.id == 'fields')


def core_names(folder):
    """Names of fields and methods of Odoo's own modules that the add-on stands on (and of those these stand on)."""
    manifest = ast.literal_eval((CHECKOUT / '__manifest__.py').read_text(encoding='utf-8'))
    waiting, seen, names = ['base', 'web', *manifest['depends']], set(), set()
    pattern = re.compile(r'^    (?:def (\w+)\(|(\w+) = fields\.)', re.MULTILINE)
    while waiting:
        module = waiting.pop()
        home = folder / 'odoo/addons' / module if (folder / 'odoo/addons' / module).exists() else folder / 'addons' / module
        if module in seen or not home.exists():
            continue
        seen.add(module)
        found = ast.literal_eval((home / '__manifest__.py').read_text(encoding='utf-8'))
        waiting += found.get('depends', [])
        for path in home.rglob('*.py'):
            if 'tests' not in path.parts:
                for match in pattern.finditer(path.read_text(encoding='utf-8')):
                    names.add(match[1] or match[2])
    for path in (folder / 'odoo/orm').glob('*.py'):
        names |= {match[1] or match[2] for match in pattern.finditer(path.read_text(encoding='utf-8'))}
    return names


# ------------------------------------------------------------
# What a file names
# ------------------------------------------------------------

def references(path):
    text = (CHECKOUT / path).read_text(encoding='utf-8')
    if path.suffix == '.py':
        return python_references(path, text)
    if path.suffix == '.csv':
        return csv_references(path, text)
    return xml_references(path, text) if path.suffix == '.xml' else js_references(path, text)


def python_references(path, text):
    tree = ast.parse(text)
    # The second to fourth positional arguments of a many-to-many field name a table and its columns.
    columns = {
        id(argument) for node in ast.walk(tree)
        if is_field(node) and node.func.attr == 'Many2many' for argument in node.args[1:]
    }
    docstrings = {
        id(node.body[0].value) for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body
        and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield Reference(path, node.lineno, 'member', node.attr)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ''
            if node.level == 0 and module.startswith(f'odoo.addons.{MODULE}.'):
                    yield Reference(path, node.lineno, 'import', module.split('.')[4])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings | columns:
            yield from string_references(path, node.lineno, node.value)


def string_references(path, line, value):
    if not DOTTED.match(value):
        return
    if value.startswith(f'{MODULE}.'):
        yield Reference(path, line, 'model', value)
        yield Reference(path, line, 'xmlid', value.removeprefix(f'{MODULE}.'))
        return
    for word in value.split('.'):
        if '_' in word or '.' in value:
            yield Reference(path, line, 'member', word)


def csv_references(path, text):
    rows = csv.DictReader(text.splitlines())
    for name in rows.fieldnames or ():
        yield Reference(path, 1, 'member', name.split('/')[0].split(':')[0])
    for number, row in enumerate(rows, 2):
        for name, value in row.items():
            if value and name and name.endswith((':id', '/id')):
                for word in value.split(','):
                    yield Reference(path, number, 'xmlid', word.strip().removeprefix(f'{MODULE}.'))


def xml_references(path, text):
    text = re.sub(r'<!--.*?-->', lambda found: '\n' * found[0].count('\n'), text, flags=re.DOTALL)
    for number, line in enumerate(text.splitlines(), 1):
        for attribute, value in re.findall(r'([\w:.-]+)="([^"]*)"', line):
            if attribute == 'model' and value.startswith(f'{MODULE}.'):
                yield Reference(path, number, 'model', value)
            elif attribute in {'ref', 'inherit_id', 'parent', 'action', 'groups', 't-call'}:
                for word in re.split(r'[,\s]+', value):
                    yield Reference(path, number, 'xmlid', word.lstrip('!').removeprefix(f'{MODULE}.'))
            elif attribute == 'name':
                if '<field' in line or '<button' in line:
                    yield from word_references(path, number, value, single='<field' in line)
            elif attribute not in SPOKEN:
                yield from word_references(path, number, value)
        # What stands between tags: names of models, domains, code, not prose.
        for value in CODE.findall(line):
            yield from word_references(path, number, value)
        for value in re.findall(r'\{\{(.*?)\}\}|%\((\w[\w.]*)\)d', line):
            yield from word_references(path, number, value[0] or value[1])


def word_references(path, line, value, single=False):
    """Names in an expression. A word without an underscore may be a key of a selection as well as a field: it counts
    where a field is read (``doc.cause``) or shown (``single``)."""
    for match in re.finditer(rf'{MODULE}\.[a-z][\w.]*', value):
        yield Reference(path, line, 'model', match[0])
        yield Reference(path, line, 'xmlid', match[0].removeprefix(f'{MODULE}.'))
    for match in re.finditer(r"""ref\(['"](\w+)['"]""", value):
        yield Reference(path, line, 'xmlid', match[1])
    value = re.sub(rf'{MODULE}\.[a-z][\w.]*', '', value)
    for match in WORD.finditer(value):
        read = (single and match[0] == value) or value[match.start() - 1:match.start()] == '.'
        if '_' in match[0] or read:
            yield Reference(path, line, 'member', match[0])


def js_references(path, text):
    text = re.sub(r'/\*.*?\*/', lambda found: '\n' * found[0].count('\n'), text, flags=re.DOTALL)
    for number, line in enumerate(text.splitlines(), 1):
        line = re.sub(r'(^|\s)//.*', '', line)
        for match in re.finditer(r'["\'`]@aftersales/(\w+)/', line):
            yield Reference(path, number, 'import', match[1])
        for match in re.finditer(r'["\'`]([\w.]+)["\'`]', line):
            yield from string_references(path, number, match[1])
        for match in re.finditer(r'\.(_?[a-z]\w*)\b', line):
            if '_' in match[1].strip('_'):  # Python's names; JavaScript's own have capitals
                yield Reference(path, number, 'member', match[1])


# ------------------------------------------------------------
# The check
# ------------------------------------------------------------

@functools.cache
def read_index(odoo_folder):
    index = Index(core_names(Path(odoo_folder)) | homonyms())
    for path in files():
        index.read(path)
    return index


def survey(odoo_folder):
    """Every reference of one room to another: ``(room, other room) -> [Reference]``."""
    index = read_index(odoo_folder)
    paths = list(files())
    pairs = collections.defaultdict(list)
    rooms, may_name, _known = declared()
    for path in paths:
        room = room_of(path)
        if room not in may_name:
            pairs[room, '?'].append(Reference(path, 1, 'room', room))
            continue
        seen = set()
        for reference in references(path):
            owners = index.owners_of(reference)
            if not owners or room in owners or reference[2:] in seen:
                continue
            seen.add(reference[2:])
            allowed = owners & may_name[room]
            # What several rooms define belongs to the first of them: the others extend it.
            pairs[room, min(allowed or owners, key=rooms.index)].append(reference)
    return pairs


def problems(odoo_folder):
    """Sentences about each reference that the graph does not allow, and about declarations that nothing needs."""
    rooms, may_name, known = declared()
    found = []
    for room, names in may_name.items():
        below = [name for name in names if name not in rooms or rooms.index(name) >= rooms.index(room)]
        found += [f'pyproject: {room} may not name {name}, which does not stand above it' for name in below]
    pairs = survey(odoo_folder)
    for (room, other), refs in sorted(pairs.items(), key=lambda item: str(item[0])):
        if other in may_name.get(room, ()):
            continue
        pair = known.get((room, other))
        excused = pair.get('names') if pair else ()
        found += [
            f'{path}:{line}: {room} names {other}: {kind} {name}' for path, line, kind, name in refs
            if not (pair and excused is None) and name not in (excused or ())
        ]
    found += [f'pyproject: the pair {room} -> {other} is declared, and nothing needs it any more'
              for room, other in known if (room, other) not in pairs]
    return found + hook_problems(odoo_folder, rooms) + import_problems() + order_problems(rooms)


def hook_problems(odoo_folder, rooms):
    """A hook is made in the first room that has it: what calls ``super()`` there would find nothing.

    Methods that come from a mixin are made there; they are known by their name, whatever the model.
    """
    index = read_index(odoo_folder)
    made = collections.defaultdict(set)
    for (_model, method), definitions in index.methods.items():
        made[method] |= {room for room, extends in definitions.items() if not extends}
    found = []
    for (model, method), definitions in sorted(index.methods.items()):
        first = min(definitions, key=rooms.index)
        makers = [room for room in made[method] if rooms.index(room) <= rooms.index(first)]
        if definitions[first] and not makers:
            found.append(f'{model}.{method}: {first} extends it by super(), but it is made in '
                         f'{", ".join(made[method]) or "no room"}')
    return found


def import_problems():
    """Rooms meet through the ORM: what one imports of another are functions and words without a model, or base's."""
    found = []
    for path in files():
        if path.suffix != '.py' or path.parts[0] == 'demo':
            continue
        for node in ast.walk(ast.parse((CHECKOUT / path).read_text(encoding='utf-8'))):
            module = node.module or '' if isinstance(node, ast.ImportFrom) and node.level == 0 else ''
            parts = module.split('.')[3:]
            if not module.startswith(f'odoo.addons.{MODULE}.') or parts[1] in {'base', room_of(path)}:
                continue
            source = CHECKOUT.joinpath(*parts).with_suffix('.py')
            if source.exists() and 'models.Model' in source.read_text(encoding='utf-8'):
                found.append(f'{path}:{node.lineno}: imports from {"/".join(parts)}.py, which is a model of {parts[1]}')
    return found


def order_problems(rooms):
    """The manifest and the packages' ``__init__`` list rooms in the order of pyproject."""
    found = []
    manifest = ast.literal_eval((CHECKOUT / '__manifest__.py').read_text(encoding='utf-8'))
    lists = {'__manifest__.py, data': [room_of(Path(name)) for name in manifest['data']]}
    for package in PACKAGES:
        text = (CHECKOUT / package / '__init__.py').read_text(encoding='utf-8')
        lists[f'{package}/__init__.py'] = re.findall(r'^from \. import (\w+)', text, re.MULTILINE)
    for where, names in lists.items():
        wanted = sorted(names, key=lambda name: rooms.index(name) if name in rooms else -1)
        if names != wanted:
            found.append(f'{where}: rooms do not stand in the order of pyproject: {", ".join(dict.fromkeys(map(str, names)))}')
    return found


def table(odoo_folder):
    """What each room holds and names, as text."""
    rooms, _may_name, known = declared()
    pairs = survey(odoo_folder)
    lines = collections.Counter()
    for path in files():
        lines[room_of(path)] += len((CHECKOUT / path).read_text(encoding='utf-8').splitlines())
    text = [f'{"room":10} {"lines":>6}  names (references)']
    for room in rooms:
        named = [other for other in rooms if (room, other) in pairs]
        said = (f'{other}{"*" if (room, other) in known else ""} {len(pairs[room, other])}' for other in named)
        text.append(f'{room:10} {lines[room]:6}  {", ".join(said)}')
    return '\n'.join(text)


if __name__ == '__main__':
    folder = sys.argv[1]
    if sys.argv[2:] == ['--table']:
        print(table(folder))
    else:
        print('\n'.join(problems(folder)))
