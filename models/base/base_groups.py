from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class Base(models.AbstractModel):
    """A list by car or by customer: its first page of groups is found by their names, and only that is summed up.

    Odoo sums up every car's records, sorts all sums by the cars' names, shows the first 80, and reads all others once
    more to count them. What is shown stays the same.
    """
    _inherit = 'base'

    # Whether there are so many of them that a list is better not grouped by all at once.
    _is_register = False

    def _formatted_read_group_with_length(self, domain, groupby, aggregates, offset=0, limit=None, order=None):
        if not limit or not self._is_by_register(groupby, order):
            return super()._formatted_read_group_with_length(domain, groupby, aggregates, offset, limit, order)
        name, = groupby
        first = self._find_first_groups(name, domain, offset, limit)
        if len(first) < limit:  # the last page, with those of no car
            return super()._formatted_read_group_with_length(domain, groupby, aggregates, offset, limit, order)
        groups = self.formatted_read_group(Domain(domain) & Domain(name, 'in', first), groupby, aggregates, order=order)
        (length,), = self._read_group(domain, aggregates=[f'{name}:count_distinct'])
        has_none = self.search_count(Domain(domain) & Domain(name, '=', False), limit=1)
        return groups, length + has_none

    def _is_by_register(self, groupby, order):
        field = self._fields.get(groupby[0]) if len(groupby) == 1 else None
        return bool(
            field and field.type == 'many2one' and (field.store or field.related) and self._auto
            and Base._module in field._modules and self.env[field.comodel_name]._is_register
            and not self._web_read_group_field_expand(groupby)
            and (order or '').upper() in ('', field.name.upper(), f'{field.name} ASC'.upper()))

    def _find_first_groups(self, name, domain, offset, limit):
        """Ids of the first records, by their own order, that any of the ``domain`` refers to."""
        def to_sql(model, alias, query):
            found = self._search(domain)
            found.add_where(SQL("%s = %s", self._field_to_sql(self._table, name, found), SQL.identifier(alias, 'id')))
            return SQL("EXISTS (%s)", found.select(SQL('1')))

        # sudo: the group's name is shown whoever may see its record; what is in it is searched with the user's rights
        register = self.env[self._fields[name].comodel_name].sudo().with_context(active_test=False)
        return register.search(Domain.custom(to_sql=to_sql), offset=offset, limit=limit).ids
