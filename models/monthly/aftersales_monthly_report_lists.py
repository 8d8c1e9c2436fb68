from typing import Any, NamedTuple

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_field

# So many rows of a list are printed; how many there are is said, and the list itself opens all.
ROWS = 30
TOP = 10


class Annex(NamedTuple):
    """A list behind the report: its title, whose records, which fields of them, and in which order."""

    name: str
    model: str
    domain: Any
    columns: tuple
    order: str = ''
    limit: int = ROWS


class AftersalesMonthlyReport(models.Model):
    """The lists that a report carries behind its tables: what was late, open, sent back, overdue or found (sheet, 4.5)."""
    _inherit = 'aftersales.monthly.report'

    def _get_annexes(self):
        """Hook: the lists of the report; rooms add theirs by ``super()``.

        :return: list of ``Annex``
        """
        self.ensure_one()
        here = Domain('company_id', '=', self.company_id.id)
        if self.workshop_id:
            here &= Domain('workshop_id', '=', self.workshop_id.id)
        of_company = Domain('company_id', '=', self.company_id.id)
        complaints = here & Domain('kind', '=', 'complaint') & Domain('is_open', '=', True)
        return [
            Annex(self.env._("Visits Ready after Their First Promise"), 'aftersales.order', self._get_late_domain(here), (
                'name', 'license_plate', 'user_id', 'promise_first_date', 'ready_date'), 'ready_date, id'),
            Annex(self.env._("Open Complaints"), 'aftersales.complaint',
                  complaints & Domain('received_date', '<', self._get_bounds()[1]), (
                'name', 'received_date', 'category_id', 'user_id', 'state'), 'received_date, id'),
            Annex(self.env._("Parts That Came Out of Cars Most Often"), 'aftersales.old.part.top',
                  of_company & Domain('date', '>=', self.period_start) & Domain('date', '<', self._get_end())
                  & Domain('place_in_month', '<=', TOP), (
                'date', 'place_in_month', 'product_id', 'quantity', 'model_id', 'cause'), 'date, place_in_month, id'),
            Annex(self.env._("Old Parts Overdue"), 'aftersales.old.part', of_company & Domain('is_overdue', '=', True), (
                'name', 'product_id', 'deadline', 'stage'), 'deadline, id'),
            Annex(self.env._("Cars Near a Right under the Law"), 'aftersales.statute.watch', of_company, (
                'license_plate', 'model_id', 'article', 'tally', 'needed', 'last_day'), 'status, distance, id'),
            Annex(self.env._("Overdue Measures and Findings"), 'aftersales.action', here & Domain('is_overdue', '=', True), (
                'name', 'source', 'user_id', 'due_date', 'state'), 'due_date, id'),
        ]

    def _get_late_domain(self, here):
        """Visits of the period that the rate of promises kept counts as late: ready after what was promised first."""
        start, stop = self._get_bounds()
        return (
            here & Domain('state', '=', 'delivered') & Domain('delivered_date', '>=', start)
            & Domain('delivered_date', '<', stop) & Domain('promise_first_date', '!=', False)
            & Domain('ready_date', '!=', False) & Domain('is_first_promise_kept', '=', False))

    def _prepare_lists(self):
        """Each list as plain texts, so that they can be sealed and printed.

        :return: list of dicts of ``name``, ``head``, ``rows`` and ``count`` of all there are
        """
        self.ensure_one()
        lists, tz = [], self._get_tz()
        for annex in self._get_annexes():
            # sudo: a report tells its readers lists of what some of them may not open
            model = self.env[annex.model].sudo().with_context(active_test=False)
            records = model.search(annex.domain, order=annex.order or None, limit=annex.limit + 1)
            count = len(records) if len(records) <= annex.limit else model.search_count(annex.domain)
            names = model.fields_get(annex.columns, ['string'])
            lists.append({
                'name': annex.name, 'count': count, 'head': [names[name]['string'] for name in annex.columns],
                'rows': [[say_field(record, name, tz) for name in annex.columns] for record in records[:annex.limit]],
            })
        return lists

    def _get_tz(self):
        """The clock of the outlet, or of the company."""
        self.ensure_one()
        return (self.workshop_id or self._get_outlets()[:1])._get_tz()

    def _get_bounds(self):
        """Moments, naive UTC, at which the period begins and ends by that clock."""
        self.ensure_one()
        start, stop = (self._get_day_start(day) for day in (self.period_start, self._get_end()))
        return start, stop

    def _get_day_start(self, day):
        outlet = self.workshop_id or self._get_outlets()[:1]
        return outlet._get_day_bounds(day)[0] if outlet else fields.Datetime.to_datetime(day)
