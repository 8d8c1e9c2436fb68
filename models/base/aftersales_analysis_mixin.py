from collections.abc import Collection
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import parse_date

# Of how many days the newest rows are looked for at most.
MOST = 400


class AftersalesAnalysisMixin(models.AbstractModel):
    """A view of the database that people analyse, without rows of its own.

    One that names an ``_asked_field`` reads its tables for the days that are asked for only: PostgreSQL does not carry a
    condition on a month into what the months are summed up of. Its query puts ``_limit_to_asked`` where rows are read.
    Where a row's id tells its month (``_get_month_number``), a row that is opened is read as if that were asked for.

    One that names a ``_newest_field``, a day every row has, shows its newest rows first: they are looked for among those of
    the last days before they are looked for among all, and so is the number of rows that a list counts at most.
    """
    _name = 'aftersales.analysis.mixin'
    _description = "Analysis"

    _asked_field = None  # a date, or a month by its first day
    _asked_by_month = False
    _newest_field = None
    _newest_days = 7  # of which they are looked for first

    def _search(self, domain, *args, **kwargs):
        """PostgreSQL compiles (``jit``) what it takes for a long question: for these that takes longer than to answer. What
        years are sorted and counted by has room in memory, instead of files. Rows of a period lie together on a disk that
        need not turn: by an index they are found in a twentieth of the time in which whole tables are read.
        """
        self.env.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '32MB'; SET LOCAL random_page_cost = 1.1")
        asked = self.with_context(aftersales_asked_days=self._get_asked_days(domain)) if self._asked_field else self
        return super(AftersalesAnalysisMixin, asked)._search(domain, *args, **kwargs)

    def _as_query(self, ordered=True):
        """Rows that are found by their ids."""
        days = self._get_days_of_rows(self._ids)
        asked = self.with_context(aftersales_asked_days=days) if any(days) else self
        return super(AftersalesAnalysisMixin, asked)._as_query(ordered=ordered)

    @api.model
    def _get_days_of_rows(self, ids):
        """:return: the first and the last day of the months that the ids of rows tell; None where they tell nothing"""
        numbers = [self._get_month_number(row) for row in ids if isinstance(row, int)]
        if not numbers or not all(number and 12 < number < 12 * 10_000 for number in numbers):
            return None, None
        first, last = (date((number - 1) // 12, (number - 1) % 12 + 1, 1) for number in (min(numbers), max(numbers)))
        return first, fields.Date.end_of(last, 'month')

    @api.model
    def _get_month_number(self, row):
        """
        :param int row: id of a row
        :return: year × 12 + month (1 to 12) of the row, where its id tells
        """
        return None

    @api.model
    def _get_asked_days(self, domain):
        """:return: the first and the last day that rows of the domain are of; None where it leaves that open"""
        first, last = self._get_days_of(self._asked_field, domain)
        if last and self._asked_by_month:
            last += relativedelta(months=1, days=-1)
        ids = [row for condition in self._get_conditions('id', domain) if condition.operator == 'in' for row in condition.value]
        since, until = self._get_days_of_rows(ids)
        return max(filter(None, (first, since)), default=None), min(filter(None, (last, until)), default=None)

    @api.model
    def _get_conditions(self, name, domain):
        """Conditions on a field that hold for all of the domain."""
        domain = Domain(domain).optimize(self)
        conditions = domain.children if getattr(domain, 'OPERATOR', None) == '&' else (domain,)
        return [condition for condition in conditions if getattr(condition, 'field_expr', None) == name]

    @api.model
    def _get_days_of(self, name, domain):
        """:return: the first and the last day of a field that rows of the domain have; None where it leaves that open"""
        first, last = [], []
        for condition in self._get_conditions(name, domain):
            value = condition.value
            values = value if isinstance(value, Collection) and not isinstance(value, str) else [value]
            try:
                days = [fields.Date.to_date(parse_date(day, self.env) if isinstance(day, str) else day) for day in values]
            except (TypeError, ValueError):
                continue  # nothing that says a day
            if not days or not all(days):
                continue
            if condition.operator in ('=', 'in', '>=', '>'):
                first.append(min(days))
            if condition.operator in ('=', 'in', '<=', '<'):
                last.append(max(days))
        return max(first, default=None), min(last, default=None)

    @api.model
    def _get_asked(self):
        """:return: the first and the last day of the rows that are read; what a client writes into its context is no tuple"""
        asked = self.env.context.get('aftersales_asked_days')
        return asked if isinstance(asked, tuple) else (None, None)

    def _limit_to_asked(self, column, months=0):
        """SQL that leaves out what cannot be of the days asked for; a day more on both sides, for the clocks of outlets.

        :param int months: rows are asked for so many months after they happened
        """
        first, last = self._get_asked()
        back = relativedelta(months=months)
        return SQL(
            "(%s AND %s)",
            SQL("%s >= %s", column, first - back - timedelta(days=1)) if first else SQL("TRUE"),
            SQL("%s < %s", column, last - back + timedelta(days=2)) if last else SQL("TRUE"))

    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Whether somebody may see a row is asked of its company: read with the row, or the long question is asked twice."""
        if field_names is not None and 'company_id' in self._fields:
            field_names = [*dict.fromkeys([*field_names, 'company_id'])]
        search = super().search_fetch
        if not limit or not (order or self._order).lower().startswith(f'{self._newest_field} desc'):
            return search(domain, field_names, offset=offset, limit=limit, order=order)
        return self._find_newest(
            domain, limit, offset + limit, len, lambda part: search(part, field_names, offset=offset, limit=limit, order=order))

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """How many rows there are, as far as they are counted."""
        count = super().search_count
        if not limit:
            return count(domain)
        return self._find_newest(domain, limit, limit, int, lambda part: count(part, limit=limit))

    @api.model
    def _find_newest(self, domain, limit, wanted, measure, find):
        """What is found of the newest rows, if that is enough; of all rows, if not.

        The last days tell how many days are enough: where they tell nothing, or years, nothing is asked between.

        :param int limit: how many rows are enough
        :param int wanted: among how many of the newest they are
        :param measure: takes what was found, and returns how many rows that are
        :param find: takes a domain, and returns what was found
        """
        today = fields.Date.today()
        first, last = self._get_days_of(self._newest_field, domain) if self._newest_field else (None, None)
        days = self._newest_days if self._newest_field else None
        while days and days <= MOST:
            begin = today - timedelta(days=days)
            if first and first >= begin or last and last < begin:
                break
            found = find(Domain(domain) & Domain(self._newest_field, '>=', begin))
            if measure(found) >= limit:
                return found
            days = days == self._newest_days and measure(found) and 2 * days * wanted // measure(found)
        return find(domain)
