from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

# So many months back are counted when an outlet is measured first.
BACK = 13
KEPT = ('numerator', 'denominator', 'value', 'count', 'words', 'scale')


class AftersalesWorkshop(models.Model):
    """An outlet's key figures, renewed every night (N1)."""
    _inherit = 'aftersales.workshop'

    figures_date = fields.Date(
        string="Key Figures of", readonly=True, copy=False, index='btree_not_null', groups='aftersales.group_manager',
        help="The day on which they were counted last.")

    @api.model
    def _cron_measure_figures(self):
        """Each outlet once a night."""
        self._work_through(
            ['|', ('figures_date', '=', False), ('figures_date', '<', fields.Date.today())], '_measure_figures',
            together=True)

    def _measure_figures(self):
        """Keep what this and the last month came to; of an outlet that was never measured, the year before, too."""
        self._claim_for_update()  # two who ask at once: the second sees the first one's rows
        # sudo: all records are counted, and the figures are the system's; who may see them, their rules say
        for company, outlets in self.sudo().grouped('company_id').items():
            today = company._get_today()
            month = today.replace(day=1)
            new = outlets.filtered(lambda outlet: not outlet.figures_date)
            for back in range(BACK):
                chosen = outlets if back < 2 else new
                if chosen:
                    chosen._measure_month(company, month - relativedelta(months=back))
            for back in range(2):  # older months are history
                self.env['aftersales.indicator.figure']._tell_owners(outlets, month - relativedelta(months=back))
            outlets.filtered(lambda outlet, day=today: outlet.figures_date != day).figures_date = today

    def _measure_month(self, company, month):
        """Write what changed only, so that a second run does nothing."""
        indicators = self.env['aftersales.indicator'].sudo().search([], limit=500)
        span = company._get_month_span(month)
        Figure = self.env['aftersales.indicator.figure'].sudo()
        parts = {key: part for key, part in indicators._measure(span).items() if key[1] in self}
        kept = {(row.indicator_id, row.workshop_id): row for row in Figure.search([
            ('workshop_id', 'in', self.ids), ('month', '=', span.first), ('indicator_id', 'in', indicators.ids)])}
        new, changed = [], Figure
        for (indicator, outlet), part in parts.items():
            vals = self._prepare_figure_vals(indicator, part, company.currency_id)
            row = kept.pop((indicator, outlet), None)
            if row is None:
                new.append({**vals, 'indicator_id': indicator.id, 'workshop_id': outlet.id, 'month': span.first})
            elif any(row[name] != vals[name] for name in KEPT):
                row.write(vals)
                changed += row
        gone = Figure.browse([
            row.id for row in kept.values() if not row.comment and not row.measure_text
            and not (row._is_of_now() and span.last <= company._get_today())])
        gone.unlink()
        changed += Figure.create(new)
        changed._judge()

    @api.model
    def _prepare_figure_vals(self, indicator, part, currency):
        value = part.reckon(indicator.scale)
        return {
            'numerator': round(part.numerator, 4), 'denominator': round(part.denominator, 4), 'count': part.count,
            'value': currency.round(value) if indicator.unit == 'amount' else round(value, 2), 'scale': indicator.scale,
            'words': indicator._say_words(part.numerator, part.denominator, currency)}
