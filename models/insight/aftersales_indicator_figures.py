from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import float_compare, formatLang

TREND = 13


class AftersalesIndicator(models.Model):
    """Figures as they are kept and read: whoever reports on them asks ``_get_figures``."""
    _inherit = 'aftersales.indicator'

    # Measures whose part is a sum of per cent already, 100 of each promise that was kept: told as so many promises.
    _counted_in_hundreds = frozenset({'claims_in_time', 'enquiries_answered', 'promises'})

    adds_up = fields.Boolean(
        string="Is a Sum", compute='_compute_adds_up',
        help="A number of its own: the year is the sum of its months, as of visits or revenue.")

    @api.model
    def _get_levels(self):
        """Numbers of what is there on a day, as customers: of several months the last one's, never their sum."""
        span = self.env.company._get_month_span(self.env.company._get_today())
        every = self.sudo().with_context(active_test=False).search([], limit=1000)  # sudo: how each is counted
        return every.filtered(lambda indicator: indicator.measure and (
            measure := self._get_measure(indicator.measure, span)).is_now and not measure.whole)

    @api.depends('measure')
    def _compute_adds_up(self):
        span = self.env.company._get_month_span(self.env.company._get_today())
        for indicator in self:
            measure = indicator.measure and self._get_measure(indicator.measure, span)
            indicator.adds_up = bool(measure and not measure.whole and not measure.is_now)

    def _get_figures(self, workshops, month):
        """What these indicators came to, as they were kept.

        :param workshops: outlets the reader may see; under the key (indicator, no workshop) stand all of them together
        :param month: a day of it
        :return: dict of (indicator, workshop): dict of value, numerator, denominator, count, words, target, previous,
            last_year, trend (13 values, oldest first, None where there is nothing) and verdict; of what nothing is kept in
            13 months, nothing
        """
        month = month.replace(day=1)
        rows = self._read_figures(workshops, month)
        targets = self.env['aftersales.indicator.target'].sudo()._get_targets(self, workshops, month)
        figures = {}
        for (indicator, workshop), by_month in rows.items():
            target, warn = targets.get((indicator, workshop), (None, 0.0))
            figures[indicator, workshop] = indicator._prepare_figure(by_month, month, target, warn)
        nowhere = workshops.browse()
        for indicator in self:
            together = indicator._merge_months([by_month for key, by_month in rows.items() if key[0] == indicator])
            own = {workshop: targets[indicator, workshop] for workshop in workshops if (indicator, workshop) in targets}
            if together:
                figures[indicator, nowhere] = indicator._prepare_figure(
                    together, month, *indicator._merge_targets(own, workshops, rows, month))
        return figures

    def _read_figures(self, workshops, month):
        """:return: dict of (indicator, workshop): dict of month: (numerator, denominator, count, words, verdict)"""
        rows = self.env['aftersales.indicator.figure'].sudo().search_fetch([  # sudo: outlets are the caller's to choose
            ('indicator_id', 'in', self.ids), ('workshop_id', 'in', workshops.ids), ('month', '<=', month),
            ('month', '>=', month - relativedelta(months=TREND - 1)),
        ], ['indicator_id', 'workshop_id', 'month', 'numerator', 'denominator', 'count', 'words', 'verdict'], order='id')
        found = {}
        for row in rows:
            found.setdefault((row.indicator_id, row.workshop_id), {})[row.month] = (
                row.numerator, row.denominator, row.count, row.words, row.verdict)
        return found

    def _merge_months(self, outlets):
        """Several outlets' months as those of one: sums of what is counted, and of what it is of."""
        together = {}
        for by_month in outlets:
            for month, (numerator, denominator, count, __, __) in by_month.items():
                before = together.get(month, (0.0, 0.0, 0))
                together[month] = before[0] + numerator, before[1] + denominator, before[2] + count
        currency = self.env.company.currency_id
        return {
            month: (*sums, self._say_words(*sums[:2], currency), None) for month, sums in together.items()}

    def _merge_targets(self, own, workshops, rows, month):
        """Of sums the sum, of shares the mean by what they are of; none where an outlet with a figure has none."""
        measured = [workshop for workshop in workshops if month in rows.get((self, workshop), {})]
        if not measured or any(workshop not in own for workshop in measured):
            return None, 0.0
        warn = max(own[workshop][1] for workshop in measured)
        if self.adds_up:
            return sum(own[workshop][0] for workshop in measured), warn
        weights = {workshop: rows[self, workshop][month][1] or 1.0 for workshop in measured}
        return sum(own[workshop][0] * weights[workshop] for workshop in measured) / sum(weights.values()), warn

    def _prepare_figure(self, by_month, month, target, warn):
        trend = []
        for back in reversed(range(TREND)):
            row = by_month.get(month - relativedelta(months=back))
            trend.append(None if row is None else self._reckon(row[0], row[1]))
        numerator, denominator, count, words, verdict = by_month.get(month, (0.0, 0.0, 0, '', 'none'))
        return {
            'value': trend[-1], 'numerator': numerator, 'denominator': denominator, 'count': count, 'words': words,
            'target': target, 'previous': trend[-2], 'last_year': trend[0], 'trend': trend,
            'verdict': verdict or self._judge(self.better, trend[-1], target, warn)}

    def _reckon(self, numerator, denominator):
        return self.scale * numerator / denominator if denominator else numerator

    def _say_words(self, numerator, denominator, currency):
        """The formula with its numbers, the same in all languages."""
        in_hundreds = denominator and self.measure in self._counted_in_hundreds
        if in_hundreds:
            numerator /= 100.0
        number = f'{numerator:,.2f}' if self.unit == 'amount' else f'{round(numerator, 2):,.12g}'
        if not denominator:
            return number
        if self.unit == 'percent' and self.scale == 1.0 and numerator and not numerator % 100:  # marks of 0 or 100 each
            return f'{numerator / 100:,.12g} / {round(denominator, 2):,.12g} × 100'
        whole = f'{round(denominator, 2):,.12g}'
        times = ' × 100' if in_hundreds else '' if self.scale == 1.0 else f' × {self.scale:g}'
        return f'{number} / {whole}{times}'

    @api.model
    def _say_value(self, value, unit, currency):
        """A value as people read it, with its unit."""
        if value is None:
            return ''
        digits = {'number': 0 if float_compare(value, round(value), 2) == 0 else 1}.get(unit, 1)
        if unit == 'amount':
            return formatLang(self.env, value, currency_obj=currency)
        text = formatLang(self.env, value, digits=digits)
        return f'{text} %' if unit == 'percent' else text

    def _get_trends(self, workshops, month):
        """:return: dict of (indicator, workshop): 13 values up to the month, None where there is nothing"""
        return {
            key: key[0]._prepare_figure(by_month, month, None, 0.0)['trend']
            for key, by_month in self._read_figures(workshops, month).items()}
