from datetime import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .sides import Part


class AftersalesIndicator(models.Model):
    """The counting: of all outlets of a company at once, each source of records in one query."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_measure(self, key, span):
        return getattr(self, f'_measure_{key}')(span)

    def _measure(self, span):
        """Counted as by somebody of this company alone: by its clock, and without what other companies have, whose stock is
        kept by theirs.

        :return: dict of (indicator, workshop): Part; of an outlet where nothing happened in the time, nothing
        """
        alone = self.with_context(allowed_company_ids=span.company.ids)
        measures = {key: alone._get_measure(key, span) for key in {*self.mapped('measure')}}
        is_over = span.last <= span.company._get_today()
        measures = {key: measure for key, measure in measures.items() if not (measure.is_now and is_over)}
        sides = [side for measure in measures.values() for side in (measure.part, measure.whole) if side]
        sums = alone._sum_up(sides, span.company)
        busy = {outlet for by_outlet in sums.values() for outlet, (__, count) in by_outlet.items() if count}
        found = {}
        for indicator in self.filtered(lambda one: one.measure in measures):
            for outlet, part in self._get_parts(measures[indicator.measure], sums, busy).items():
                found[indicator, outlet] = part
        return found

    @api.model
    def _get_parts(self, measure, sums, busy):
        """A number is told of each outlet where anything happened, a share where there is something it is of."""
        numerators = sums[measure.part.key, measure.part.value]
        if not measure.whole:
            return {
                outlet: Part(round(value, 4), 0.0, count)
                for outlet in busy for value, count in [numerators.get(outlet, (0.0, 0))]}
        parts = {}
        for outlet, (whole, count) in sums[measure.whole.key, measure.whole.value].items():
            if whole:
                numerator = numerators.get(outlet, (0.0, 0))[0]
                parts[outlet] = Part(
                    round(measure.times * (numerator * whole if measure.is_mean else numerator), 4), round(whole, 4),
                    round(whole) if measure.is_counted else count)
        return parts

    @api.model
    def _sum_up(self, sides, company):
        """:return: dict of (key, value) of each side: dict of workshop: its sum and number of records"""
        sources, sums = {}, {}
        for side in sides:
            sources.setdefault(side.key, []).append(side)
        for key, alike in sources.items():
            values = [*dict.fromkeys(side.value for side in alike)]
            if isinstance(values[0], tuple):
                sums[key, values[0]] = self._sum_days(alike[0], company)
                continue
            rows = self._read_rows(alike[0], company, values)
            for number, value in enumerate(values):
                sums[key, value] = by_outlet = {}
                for outlet, rate, row in rows:
                    before = by_outlet.get(outlet, (0.0, 0))
                    by_outlet[outlet] = before[0] + (row[number] or 0.0) / (rate or 1.0), before[1] + row[-1]
        return sums

    @api.model
    def _get_side_domain(self, side, company):
        """Those in the archive count, too: they were there."""
        domain = [('company_id', '=', company.id), *side.domain]
        if 'active' in self.env[side.model]._fields and not any(term[0] == 'active' for term in side.domain):
            domain.append(('active', 'in', (True, False)))
        return domain

    @api.model
    def _get_plain_domain(self, side, company):
        """The same as it goes to the client."""
        return [
            (term[0], term[1], fields.Datetime.to_string(term[2]) if isinstance(term[2], datetime)
             else fields.Date.to_string(term[2]) if hasattr(term[2], 'year') else term[2])
            if isinstance(term, tuple) else term for term in self._get_side_domain(side, company)]

    @api.model
    def _read_rows(self, side, company, values):
        """:return: list of (workshop, rate of the money, the values and the number of records)"""
        # sudo: figures, not the records; analyses take the day from the company
        model = self.env[side.model].sudo().with_company(company).with_context(active_test=False)
        groups = [side.outlet, *([side.rate] if side.rate else []), *self._get_money_groups(side)]
        aggregates = [value for value in values if value != '__count']
        rows = []
        for row in model._read_group(self._get_side_domain(side, company), groups, [*aggregates, '__count']):
            of_group, of_values = row[:len(groups)], dict(zip([*aggregates, '__count'], row[len(groups):], strict=True))
            if outlet := self._get_outlet(of_group[0], company):
                rate = self._get_day_rate(*of_group[1:], company) if side.money else of_group[1] if side.rate else 1.0
                rows.append((outlet.with_env(self.env), rate, [
                    *(of_values[value] for value in values), of_values['__count']]))
        return rows

    @api.model
    def _get_money_groups(self, side):
        return [side.money[0], f'{side.money[1]}:day'] if side.money else []

    @api.model
    def _get_day_rate(self, currency, day, company):
        """What the company's money is worth in that of a document, on its day."""
        return self.env['res.currency'].sudo()._get_conversion_rate(company.currency_id, currency, company, day)

    @api.model
    def _get_outlet(self, owner, company):
        """The outlet that a record is of: itself, its store's, or the one it names."""
        if owner._name == 'stock.warehouse':
            return company.sudo().aftersales_workshop_ids.filtered(lambda outlet: outlet.warehouse_id == owner)[:1]
        return owner if owner._name == 'aftersales.workshop' else owner.workshop_id

    @api.model
    def _sum_days(self, side, company):
        """The days between two moments of each record."""
        model = self.env[side.model].sudo().with_context(active_test=False)  # sudo: figures, not the records
        query = model._search(Domain(self._get_side_domain(side, company)))
        outlet, since, until = (
            model._field_to_sql(model._table, name, query) for name in (side.outlet, *side.value))
        rows = self.env.execute_query(SQL(
            "%s GROUP BY %s", query.select(
                outlet, SQL("SUM(EXTRACT(EPOCH FROM %s - %s)) / 86400.0", until, since), SQL("COUNT(*)")), outlet))
        return {
            self.env['aftersales.workshop'].sudo().browse(row[0]): (float(row[1] or 0.0), row[2]) for row in rows if row[0]}

    # === WHAT IS BEHIND IT ===#

    def _get_side_action(self, side, company, workshops, name):
        """The records of a side, as whoever looks may see them."""
        ids = workshops.warehouse_id.ids if side.outlet == 'warehouse_id' else workshops.ids
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': side.model, 'view_mode': 'list,form',
            'views': [(False, 'list'), (False, 'form')],
            'domain': [(side.outlet, 'in', ids), *self._get_plain_domain(side, company)],
            'context': {'create': False}}
