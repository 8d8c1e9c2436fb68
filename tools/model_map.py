"""``./dev map MODEL``: where a model is written down, for whoever wants to change it.

The registry of the demo database is asked, so what is shown is what runs: fields as set up, and for each method
the classes its ``super()`` visits, in that order. ``show()`` runs inside Odoo's shell and changes nothing.
"""
import inspect
from pathlib import Path

# Odoo gives these to every model.
EVERYWHERE = {'id', 'display_name', 'create_uid', 'create_date', 'write_uid', 'write_date'}


def script(model, checkout):
    """What ``odoo shell`` is to run to print the map."""
    return (f'import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\nimport model_map\n'
            f'print(model_map.show(env, {model!r}, {str(checkout)!r}))\n')


def show(env, model, checkout):
    """The map of ``model`` as text."""
    if model not in env:
        near = sorted(name for name in env if model in name)
        return f'There is no model {model}.' + (f' Did you mean {", ".join(near)}?' if near else '')
    record = env[model]
    # Odoo puts a class of its own making before the written ones of each model: those say nothing.
    classes = [Written(cls, Path(checkout).resolve()) for cls in type(record).mro()
               if '_base_classes__' not in vars(cls) and cls is not object]
    return '\n'.join([
        f'{model}: {record._description}', '',
        *files(classes), '',
        *fields(record, classes), '',
        *methods(classes),
    ])


class Written:
    """A class of a model as somebody wrote it; ``path`` is its file below the checkout, None if it isn't ours."""

    def __init__(self, cls, checkout):
        self.cls = cls
        source = Path(inspect.getsourcefile(cls)).resolve()
        self.path = source.relative_to(checkout) if source.is_relative_to(checkout) else None
        parts = cls.__module__.split('.')
        self.addon = parts[2] if parts[:2] == ['odoo', 'addons'] else 'ORM'

    @property
    def room(self):
        return self.path.parts[1] if len(self.path.parts) > 2 else self.path.parts[0]

    def field_names(self):
        return {field.name for field in vars(self.cls).get('_field_definitions', ())} - EVERYWHERE

    def functions(self):
        for name, value in vars(self.cls).items():
            function = inspect.unwrap(getattr(value, '__func__', value))
            if inspect.isfunction(function) and not name.startswith('__'):
                yield name, function

    def line_of(self, beginning):
        """Where the class has a line that begins so, as file:line."""
        lines, start = inspect.getsourcelines(self.cls)
        for number, text in enumerate(lines, start):
            if text.strip().startswith(beginning):
                return f'{self.path}:{number}'
        return str(self.path)

    def step(self, function):
        """One step of a chain: a place of ours by room, file and line; or the name of another add-on."""
        if not self.path:
            return self.addon
        return f'{"/".join(self.path.parts[1:])}:{function.__code__.co_firstlineno}'


def files(classes):
    """Our files of the model by room, in the order in which they were loaded; below them what they stand on."""
    rooms, others = {}, []
    for written in reversed(classes):
        if written.path:
            rooms.setdefault(written.room, []).append(written.path)
        elif written.addon != 'ORM' and written.addon not in others:
            others.append(written.addon)
    yield f'FILES: {sum(map(len, rooms.values()))} in {len(rooms)} rooms' + (f', on {", ".join(others)}' if others else '')
    for room, paths in rooms.items():
        yield f'  {room}'
        yield from (f'    {path}' for path in paths)


def fields(record, classes):
    """Our fields with kind and label, and each place where one is written, the first one first."""
    found = {}
    for written in reversed(classes):
        if written.path:
            for name in written.field_names():
                found.setdefault(name, []).append(written)
    yield f'FIELDS: {len(found)}'
    rows = []
    for name, places in sorted(found.items()):
        field = record._fields[name]
        rows.append((name, kind(field), field.string or '', ', '.join(
            written.line_of(f'{name} = fields.') for written in places)))
    yield from table(rows)


def kind(field):
    """The field's type, what it points to, and how its value comes about."""
    text = f'{field.type} {field.comodel_name}' if field.relational else field.type
    if field.related:
        text += f' = {field.related}'
    elif field.compute:
        text += f' = {field.compute if isinstance(field.compute, str) else "function"}()'
    return text if field.store else f'{text}, not stored'


def methods(classes):
    """Each method that a class of ours has, with the places its call goes through, the first called first."""
    chains, ours = {}, set()
    for written in classes:
        for name, function in written.functions():
            # A method that speaks of super() has its class at hand, by the compiler.
            chains.setdefault(name, []).append((written.step(function), '__class__' in function.__code__.co_freevars))
            if written.path:
                ours.add(name)
    yield f'METHODS: {len(ours)} (→ is super(); after ✕ nobody calls it)'
    yield from table([(name, joined(chains[name])) for name in sorted(ours)])


def joined(chain):
    text, (before, calls_super) = chain[0][0], chain[0]
    for step, goes_on in chain[1:]:
        if step != before:  # an add-on with several classes is named once
            text += f' {"→" if calls_super else "✕"} {step}'
        before, calls_super = step, goes_on
    return text


def table(rows):
    """Lines with their columns below each other; the last one is as long as it is."""
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for *cells, last in rows:
        yield '  ' + ''.join(f'{text:<{width}}  ' for text, width in zip(cells, widths, strict=True)) + last
