"""What the web client asks the server for when somebody opens a view.

It takes the view's arch as the user gets it and reads every field node in it, whether shown or not.
See ``getFieldsSpec`` of Odoo's ``web/static/src/model/relational_model/utils.js``.
"""
import re

from lxml import etree

from odoo.tests.form import get_static_context

ALWAYS = ('1', 'True')
# Widgets that show the names of linked records without any view of them.
NAMES_ONLY = re.compile(r'tags|checkboxes|_avatar|binary')
VIEW_REF = re.compile(r"""['"]([a-z]+_view_ref)['"]\s*:\s*['"](.*?)['"]""")
LISTS = ('list', 'kanban')


def get_arch(model, view_id=False, view_type='form', **context):
    """The arch of a view as the model's user gets it."""
    return etree.fromstring(model.with_context(**context).get_view(view_id, view_type)['arch'])


def get_fields(arch):
    """The field nodes that belong to the view itself, not to a subview or to a group's header."""
    level = arch.xpath('count(ancestor::field)')
    return arch.xpath(f'descendant::field[count(ancestor::field) = {level}][not(ancestor::groupby)]')


def get_subviews(model, node):
    """The list or kanban that shows the x2many of ``node``: written inside it, or the default one of its model.

    A screen of a phone takes the kanban where both are written, so both are returned. Only a form fetches a
    default view, and one that is always hidden stays unread.
    """
    inline = [view for view in node if view.tag in LISTS]
    owner, *__ = node.xpath('ancestor::*[self::form or self::list or self::kanban][1]')
    is_plain = owner.tag != 'form' or node.get('invisible') in ALWAYS or NAMES_ONLY.search(node.get('widget') or '')
    if inline or is_plain:
        return inline
    comodel = model.env[model._fields[node.get('name')].comodel_name]
    references = dict(VIEW_REF.findall(node.get('context') or ''))
    mode = next((mode for mode in (node.get('mode') or 'list').split(',') if mode in LISTS), 'list')
    return [get_arch(comodel, False, mode, **references)]


def build_spec(model, arch, with_invisible=False):
    """The specification of ``web_read`` for a view; of ``onchange``, which reads hidden lists too."""
    spec = {}
    for node in get_fields(arch):
        name = node.get('name')
        field = model._fields[name]
        is_read = with_invisible or node.get('invisible') not in ALWAYS
        field_spec = spec.setdefault(name, {})
        if field.type in ('one2many', 'many2many') and is_read:
            comodel = model.env[field.comodel_name]
            fields = field_spec.setdefault('fields', {})
            if NAMES_ONLY.search(node.get('widget') or ''):
                fields['display_name'] = {}
            for view in get_subviews(model, node):
                fields.update(build_spec(comodel, view, with_invisible))
        elif field.type in ('many2one', 'reference'):
            field_spec['fields'] = {'display_name': {}} if is_read else field_spec.get('fields', {})
        if node.get('context') and is_read and field.relational:
            field_spec['context'] = get_static_context(node.get('context'))
    return spec


def get_spec(model, view_id=False, view_type='form', with_invisible=False):
    return build_spec(model, get_arch(model, view_id, view_type), with_invisible)


def find_sublists(model, arch):
    """The lists in a form that offer "Add a line" to the model's user, as ``(node, view that the new row opens in)``."""
    for node in get_fields(arch):
        field = model._fields[node.get('name')]
        if field.type != 'one2many' or node.get('invisible') in ALWAYS or node.get('readonly') in ALWAYS:
            continue
        comodel = model.env[field.comodel_name]
        for view in get_subviews(model, node):
            if view.get('create') in ('0', 'false', 'False') or not comodel.has_access('create'):
                continue
            yield node, view if view.get('editable') else get_dialog(comodel, node)


def get_dialog(comodel, node):
    """The form that a row of a list opens in."""
    inline = node.find('form')
    if inline is not None:
        return inline
    return get_arch(comodel, False, 'form', **dict(VIEW_REF.findall(node.get('context') or '')))

