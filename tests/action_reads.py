"""What the web client asks the server for when somebody opens an action, clicks a filter or groups a list.

Actions are found by code; each gives the reads of its views (``list``, ``kanban``, ``graph``, ``pivot``, ``calendar``)
with the action's own domain and the filters it opens with.
"""
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.fields import Domain
from odoo.tools.safe_eval import datetime, safe_eval, time

try:
    from .form_spec import ALWAYS, build_spec, get_fields
except ImportError:  # the benchmark takes the two files without the tests around them
    from form_spec import ALWAYS, build_spec, get_fields

LIMIT = 80
# The client shows a figure without its sum where the field says so.
NOT_SUMMED = ('bool_or', 'bool_and', 'array_agg', 'recordset', None, False)
PERIODS = {'day': 'days', 'week': 'weeks', 'month': 'months', 'year': 'years'}


class Read(NamedTuple):
    """One question of the client to the server; ``call`` takes an environment."""
    action: str
    what: str  # opening, filter, group or more
    name: str
    call: object

    def __str__(self):
        return f'{self.action} {self.name}'


def find_actions(env):
    """The windows of ours that show records of a stored model, by their xmlid."""
    data = env['ir.model.data'].sudo().search([
        ('model', '=', 'ir.actions.act_window'), ('module', '=', 'aftersales')], order='name')
    for one in data:
        action = env['ir.actions.act_window'].sudo().browse(one.res_id)
        if action.res_model in env and not env[action.res_model]._transient and not env[action.res_model]._abstract:
            yield one.name, action


def evaluate(env, text):
    """A domain or a context as the client evaluates it."""
    return safe_eval(text or '{}', {
        'uid': env.uid, 'allowed_company_ids': env.companies.ids, 'current_company_id': env.company.id,
        'context_today': lambda: fields.Date.context_today(env.user), 'time': time, 'datetime': datetime,
        'current_date': str(fields.Date.context_today(env.user)), 'relativedelta': relativedelta,
        'active_id': False, 'active_ids': [], 'active_model': False,
    })


class Search:
    """The search view of an action: its filters and group-bys, and what of them the action opens with."""

    def __init__(self, env, model, view_id, context):
        arch = etree.fromstring(model.get_view(view_id or False, 'search')['arch'])
        self.filters, self.groups, self.opening = [], [], Domain.TRUE
        opened, self.opening_groups, number = {}, [], 0
        wanted = {name.removeprefix('search_default_'): value
                  for name, value in context.items() if name.startswith('search_default_')}
        for node in arch.iter('separator', 'group', 'filter', 'field'):
            name = node.get('name')
            if node.tag in ('separator', 'group'):
                number += 1
            elif node.tag == 'filter' and node.get('context') and 'group_by' in node.get('context'):
                group = evaluate(env, node.get('context'))['group_by']
                if model._fields[group.split(':')[0]].type == 'properties':
                    continue  # the client groups by one of them
                self.groups.append((name, group))
                if wanted.get(name):
                    self.opening_groups.append(group)
            elif node.tag == 'filter':
                number += bool(node.get('date'))
                domain = self._get_filter_domain(env, node)
                if node.get('invisible') not in ALWAYS:  # nobody can click on it
                    self.filters.append((name, domain))
                if wanted.get(name):
                    opened[number] = opened.get(number, Domain.FALSE) | domain
            elif wanted.get(name):
                opened[f'field {name}'] = Domain(name, 'in', [wanted[name]])
        self.opening = Domain.AND(opened.values())

    def _get_filter_domain(self, env, node):
        if not node.get('date'):
            return Domain(evaluate(env, node.get('domain') or '[]'))
        # This month where nothing is said, as the client does; several together from the earliest on.
        periods = (node.get('default_period') or 'month').split(',')
        unit = 'year' if periods[0].startswith('year') else 'month'
        first = min(int(period.removeprefix(unit) or 0) for period in periods)
        start = fields.Date.context_today(env.user) + relativedelta(day=1, **({'month': 1} if unit == 'year' else {}))
        stop = start + relativedelta(**{f'{unit}s': 1})
        start += relativedelta(**{f'{unit}s': first})
        return Domain(node.get('date'), '>=', str(start)) & Domain(node.get('date'), '<', str(stop))


class ActionReads:
    """The reads of one action as the user of ``env`` gets it."""

    def __init__(self, env, name, action):
        self.name = name
        self.context = evaluate(env, action.context)
        env = env(context={**env.context, **{
            key: value for key, value in self.context.items() if not key.startswith('search_default_')}})
        self.env, self.model = env, env[action.res_model]
        self.domain = Domain(evaluate(env, action.domain or '[]'))
        self.search = Search(env, self.model, action.search_view_id.id, self.context)
        self.views = [(view_id, mode) for view_id, mode in action.views]
        self.limit = action.limit or LIMIT

    def get_plain_reads(self):
        """The lists and kanbans without groups, as each group reads its records."""
        for view_id, mode in self.views:
            if mode in ('list', 'kanban'):
                arch = etree.fromstring(self.model.get_view(view_id, mode)['arch'])
                yield from self._read_list(arch, Domain.TRUE, 'plain', mode, grouped=False)

    def get_reads(self, kinds=('list', 'kanban', 'graph', 'pivot', 'calendar'), more=False):
        """The reads of the views; with ``more`` also each filter and each group-by of the list."""
        opening = self.domain & self.search.opening
        lists = []
        for view_id, mode in self.views:
            if mode not in kinds:
                continue
            arch = etree.fromstring(self.model.get_view(view_id, mode)['arch'])
            if mode in ('list', 'kanban'):
                lists.append((mode, arch))
            yield from getattr(self, f'_read_{mode}')(arch, opening, 'opening', mode)
        if more and lists:
            mode, arch = lists[0]
            for name, domain in self.search.filters:
                yield from self._read_list(arch, self.domain & domain, 'filter', f'{mode} [{name}]', grouped=False)
            for name, group in self.search.groups:
                yield self._group('group', f'{mode} by {name}', opening, arch, self._with_intervals([group]), unfold=False)

    def _read(self, what, name, method, *args, **kwargs):
        def call(env, ids=None):
            model = env(context={**env.context, **self.env.context})[self.model._name]
            domain, *rest = args
            if ids is not None:
                domain = Domain('id', 'in', ids)
            return getattr(model, method)(list(domain), *rest, **kwargs)
        return Read(self.name, what, name, call)

    # === VIEWS ===#

    def _read_list(self, arch, domain, what, name, grouped=True):
        groups = self.search.opening_groups or (arch.get('default_group_by') or '').split(',')
        groups = self._with_intervals(filter(None, groups)) if grouped else []
        if groups:
            yield self._group(what, name, domain, arch, groups, unfold=arch.tag == 'kanban')
        else:
            yield self._read(
                what, name, 'web_search_read', domain, build_spec(self.model, arch),
                limit=int(arch.get('limit') or self.limit), order=arch.get('default_order'), count_limit=10001)

    _read_kanban = _read_list

    def _group(self, what, name, domain, arch, groups, unfold):
        return self._read(
            what, name, 'web_read_group', domain, groups, self._get_sums(arch), limit=LIMIT, auto_unfold=unfold,
            unfold_read_specification=build_spec(self.model, arch) if unfold else None, order=arch.get('default_order'))

    def _get_sums(self, arch):
        """Sums of the columns, as the client asks them for the headers of groups."""
        sums = []
        for node in get_fields(arch):
            field = self.model._fields[node.get('name')]
            if field.type in ('integer', 'float', 'monetary') and field.store and field.aggregator not in NOT_SUMMED:
                sums.append(f'{field.name}:{field.aggregator}')
        return list(dict.fromkeys(sums))

    def _get_measure(self, name):
        field = self.model._fields[name]
        return '__count' if not field.store and not field.aggregator else f'{name}:{field.aggregator or "sum"}'

    def _get_axis(self, node):
        name, interval = node.get('name'), node.get('interval')
        is_date = self.model._fields[name].type in ('date', 'datetime')
        return f'{name}:{interval or "month"}' if is_date else name

    def _read_graph(self, arch, domain, what, name):
        groups, measures = [], []
        for node in arch.iter('field'):
            if node.get('invisible') in ('1', 'True'):
                continue
            if node.get('type') == 'measure':
                measures.append(self._get_measure(node.get('name')))
            else:
                groups.append(self._get_axis(node))
        groups = self._with_intervals(self.search.opening_groups) or groups
        yield self._read(what, name, 'formatted_read_group', domain, groups, [*dict.fromkeys([*measures, '__count'])])

    def _read_pivot(self, arch, domain, what, name):
        rows, columns, measures = [], [], []
        for node in arch.iter('field'):
            if node.get('invisible') in ('1', 'True'):
                continue
            if node.get('type') == 'measure':
                measures.append(self._get_measure(node.get('name')))
            else:
                (columns if node.get('type') == 'col' else rows).append(self._get_axis(node))
        rows = self._with_intervals(self.search.opening_groups) or rows
        sets = [[], rows[:1], columns[:1], [*rows[:1], *columns[:1]]]
        sets = [list(one) for one in dict.fromkeys(map(tuple, sets))]
        yield self._read(
            what, name, 'formatted_read_grouping_sets', domain, sets, [*dict.fromkeys([*measures, '__count'])])

    def _read_calendar(self, arch, domain, what, name):
        start, stop = arch.get('date_start'), arch.get('date_stop') or arch.get('date_start')
        unit = arch.get('mode') or 'week'
        today = fields.Date.context_today(self.env.user)
        period = Domain(start, '<', str(today + relativedelta(**{PERIODS[unit]: 1}))) & Domain(stop, '>=', str(today))
        names = {start, stop, *(node.get('name') for node in arch.iter('field')), arch.get('color')} - {None}
        yield self._read(what, name, 'search_read', domain & period, sorted(names | {'display_name'}))

    def _with_intervals(self, groups):
        return [
            f'{group}:month' if ':' not in group and self.model._fields[group].type in ('date', 'datetime') else group
            for group in groups]
