from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import formatLang

from .aftersales_monthly_report import MONTHS

TREND_MONTHS = 13
# A figure that changed by less than so much of itself is the same.
SAME = 0.0005


class AftersalesMonthlyReport(models.Model):
    """The figures of the period beside the one before, the year before and the target: plain values, so that they can be
    sealed, drawn and asked for again.
    """
    _inherit = 'aftersales.monthly.report'

    def _get_evidence(self):
        return super()._get_evidence() | {
            'figures': {code: self.with_context(lang=code)._count_figures() for code in self._get_languages()}}

    def _get_languages(self):
        return [code for code, __ in self.env['res.lang'].get_installed()]

    def _get_figures(self):
        """What the report shows: of a released one what was sealed, in the reader's language where it was."""
        self.ensure_one()
        if self.content_hash:
            sealed = self._get_content().get('figures', {})
            return sealed.get(self.env.lang) or sealed.get('en_US') or next(iter(sealed.values()), {})
        return self._count_figures()

    def _count_figures(self):
        """:return: dict of ``sections``, ``outlets``, ``sources``, ``lists`` and ``measures``"""
        self.ensure_one()
        rows = self._read_rows()
        return {
            'sections': self._prepare_sections(rows), 'outlets': self._prepare_outlets(),
            'sources': self._prepare_sources(rows), 'lists': self._prepare_lists(), 'measures': self._prepare_measures()}

    # === READ ===#

    def _read_rows(self):
        """One row an indicator: of the period, the one before, the year before, and thirteen months, in one query.

        :return: list of dicts
        """
        self.ensure_one()
        indicators = self.env['aftersales.indicator'].sudo().search([], limit=1000)
        outlets, size = self._get_outlets(), MONTHS[self.period]
        months = self._read_months(indicators, outlets)
        targets = self._read_targets(
            indicators, outlets, [self.period_start + relativedelta(months=number) for number in range(size)])
        return [self._prepare_row(indicator, months.get(indicator, {}), size, targets.get(indicator))
                for indicator in indicators]

    def _read_months(self, indicators, outlets):
        """:return: dict of indicator: dict of month: numerator, denominator and count of all its outlets together"""
        since = min(self.period_start - relativedelta(years=1), self._get_end() - relativedelta(months=TREND_MONTHS))
        months = {}
        # sudo: the report tells figures of what its reader may not read one by one
        for indicator, month, *parts in self.env['aftersales.indicator.figure'].sudo()._read_group([
            ('indicator_id', 'in', indicators.ids), ('workshop_id', 'in', outlets.ids),
            ('month', '>=', since), ('month', '<', self._get_end()),
        ], ['indicator_id', 'month:month'], ['numerator:sum', 'denominator:sum', 'count:sum']):
            months.setdefault(indicator, {})[fields.Date.to_date(month)] = parts
        return months

    # === PREPARE ===#

    def _prepare_row(self, indicator, months, size, target):
        """A row of a table: plain values, money in the company's.

        :param months: dict of month: numerator, denominator, count
        :param size: months of the period
        """
        value, count, words = self._reckon(indicator, months, self.period_start, size)
        previous = self._reckon(indicator, months, self.period_start - relativedelta(months=size), size)[0]
        last_year = self._reckon(indicator, months, self.period_start - relativedelta(years=1), size)[0]
        last = self._get_end()
        trend = []
        for number in range(TREND_MONTHS, 0, -1):
            month = last - relativedelta(months=number)
            of_month = self._reckon(indicator, months, month, 1)[0]
            trend.append({
                'month': fields.Date.to_string(month), 'value': of_month,
                'text': '–' if of_month is None else self._say_bar(of_month)})
        limit, warn = target or (None, 0.0)
        return {
            'code': indicator.code, 'name': indicator.name, 'category': indicator.category, 'unit': indicator.unit,
            'value': value, 'count': count, 'words': words, 'previous': previous, 'last_year': last_year, 'target': limit,
            'verdict': indicator._judge(indicator.better, value, limit, warn), 'trend': trend,
            'change': (value - previous) / abs(previous) if value is not None and previous else None,
        }

    def _say_bar(self, value):
        """The number over a bar, short: whole where it is, and where it is long."""
        return formatLang(self.env, value, digits=0 if abs(value) >= 100 or float(value).is_integer() else 1)

    def _reckon(self, indicator, months, first, size):
        """The figure of some months together; of what is counted as it stands, that of the last one that has it.

        :return: value or None, number of records, the sum in words
        """
        parts = [months[month] for month in (first + relativedelta(months=number) for number in range(size)) if month in months]
        if not parts:
            return None, 0, ''
        if not indicator.adds_up and not any(denominator for __, denominator, __ in parts):
            parts = parts[-1:]
        numerator, denominator, count = (sum(part[number] or 0 for part in parts) for number in range(3))
        value = indicator._reckon(numerator, denominator)
        return round(value, 4), count, indicator._say_words(numerator, denominator, self.company_id.currency_id)

    def _read_targets(self, indicators, outlets, months):
        """What was to be reached: of sums the sum of months and outlets, of all else the mean; of an indicator that an
        outlet with figures has no target of, none.

        :return: dict of indicator: (value, warn percent)
        """
        Target = self.env['aftersales.indicator.target'].sudo()  # sudo: told to whoever reads the report
        found = {}
        for month in months:  # each has a column of its own: twelve questions at most, whatever the data
            for (indicator, outlet), target in Target._get_targets(indicators, outlets, month).items():
                found.setdefault(indicator, {})[outlet, month] = target
        result = {}
        for indicator, targets in found.items():
            if len(targets) == len(outlets) * len(months):
                values = [value for value, __ in targets.values()]
                value = sum(values) if indicator.adds_up else sum(values) / len(values)
                result[indicator] = value, max(warn for __, warn in targets.values())
        return result

    def _prepare_sections(self, rows):
        """The tables of the body, each with one sentence on what stands out."""
        labels = self.env['aftersales.indicator']._fields['category']._description_selection(self.env)
        sections = []
        for code, name in labels:
            own = [row for row in rows if row['category'] == code and row['count']]
            if own:
                sections.append({'code': code, 'name': name, 'rows': own, 'sentence': self._say_section(own)})
        return sections

    def _prepare_outlets(self):
        """Figures with a target, outlet by outlet; nothing where the report speaks of one."""
        outlets = self._get_outlets()
        if len(outlets) < 2:
            return {}
        columns = [self.new({
            'company_id': self.company_id.id, 'workshop_id': outlet.id, 'period': self.period,
            'period_start': self.period_start})._read_rows() for outlet in outlets]
        return {'names': outlets.mapped('name'), 'rows': [
            {'name': row['name'], 'unit': row['unit'], 'cells': [
                {'value': column[number]['value'], 'verdict': column[number]['verdict']} for column in columns]}
            for number, row in enumerate(self._read_rows()) if any(column[number]['count'] for column in columns)]}

    def _prepare_sources(self, rows):
        """How the figures were come by: how many records stand behind them, and what has none."""
        silent = [row['name'] for row in rows if not row['count']]
        return {
            'figures': len(rows) - len(silent), 'records': sum(row['count'] for row in rows), 'silent': silent,
            'outlets': self._get_outlets().mapped('name')}

    def _prepare_measures(self):
        """What the last report promised, and how far it is; and what this one does."""
        before = self._get_before()
        labels = dict(self.env['aftersales.action']._fields['state']._description_selection(self.env))
        return [
            {'report': report.display_name, 'name': action.name, 'user': action.user_id.name or '',
             'due': fields.Date.to_string(action.due_date) or '', 'state': labels[action.state]}
            for report in (before, self) for action in report.sudo().action_ids  # sudo: told to whoever reads the report
            if action.state != 'cancelled']

    # === WHAT IT WOULD SAY TODAY ===#

    def _get_differences(self):
        """Of a released report, the figures that would read differently today.

        :return: list of dicts of ``name``, ``unit``, ``kept`` and ``today``
        """
        self.ensure_one()
        today = {row['code']: row for row in self._read_rows()}
        kept = [row for section in self._get_figures().get('sections', []) for row in section['rows']]
        return [
            {'name': row['name'], 'unit': row['unit'], 'kept': row['value'], 'today': now['value']}
            for row in kept if (now := today.get(row['code'])) and self._is_other(row['value'], now['value'])]

    @staticmethod
    def _is_other(kept, today):
        if kept is None or today is None:
            return kept is not today
        return abs(kept - today) > SAME * max(abs(kept), abs(today), 1.0)
