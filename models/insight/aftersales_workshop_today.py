from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from odoo.addons.aftersales.models.base.entries import Tally

ORDERS, COMPLAINTS = 'aftersales.action_orders', 'aftersales.action_complaints'
# Tiles that tell what an indicator comes to this month: key, indicator, and whose list is behind it.
MEASURED = (
    (40, 'tile_on_time', 'on_time', ORDERS), (50, 'tile_revenue', 'revenue', ORDERS),
    (60, 'tile_csi', 'csi', 'aftersales.action_survey_report'),
    (90, 'tile_utilisation', 'utilisation', 'aftersales.aftersales_time_entry_action'),
)
LEVELS = {'good': 'success', 'near': 'warning', 'bad': 'danger', 'none': ''}


class AftersalesWorkshop(models.Model):
    """A manager's day begins with eight numbers, and with what went wrong (sheet 7)."""
    _inherit = 'aftersales.workshop'

    @api.model
    def _get_today_topics(self):
        topics = super()._get_today_topics()
        title, sections, hook = topics['day']
        return topics | {'day': (title, {'tiles': self.env._("At a Glance"), **sections}, hook)}

    def _get_tallies(self, start, stop):
        tallies = super()._get_tallies(start, stop)
        if not self.env.user.has_group('aftersales.group_manager'):
            return tallies
        return [*tallies, *self._get_tiles(), *self._get_wrong_tallies(start, stop)]

    def _get_tiles(self):
        own = [('workshop_id', '=', self.id)]
        Indicator = self.env['aftersales.indicator']
        span = self.company_id._get_month_span(self.company_id._get_today())
        complaints = [*self._get_own_complaints(), ('kind', '=', 'complaint')]
        comebacks = Indicator._get_plain_domain(Indicator._get_measure('comebacks_received', span).part, self.company_id)
        tiles = [
            Tally(10, 'tile_house', 'tiles', self.env._("cars in the house"), ORDERS, [*own, ('is_in_house', '=', True)]),
            Tally(20, 'tile_late', 'tiles', self.env._("cars late"), ORDERS, [*own, ('is_late', '=', True)], 'danger'),
            Tally(70, 'tile_complaints', 'tiles', self.env._("complaints not closed"), COMPLAINTS, complaints, 'warning'),
            Tally(75, 'tile_complaints_late', 'tiles', self.env._("of them late"), COMPLAINTS, [
                *complaints, ('is_overdue', '=', True)], 'danger'),
            Tally(80, 'tile_comebacks', 'tiles', self.env._("comebacks this month"), 'aftersales.action_comebacks', [
                *own, *comebacks], 'danger'),
        ]
        for sequence, key, code, action in MEASURED:
            measure = Indicator._get_measure(code, span)
            side = measure.whole or measure.part
            tiles.append(Tally(sequence, key, 'tiles', self._get_tile_label(code), action, [
                *own, *Indicator._get_plain_domain(side, self.company_id)]))
        return tiles

    @api.model
    def _get_tile_label(self, code):
        return {
            'on_time': self.env._("ready as first promised"), 'revenue': self.env._("revenue this month"),
            'csi': self.env._("CSI this month"), 'utilisation': self.env._("utilisation this month"),
        }[code]

    def _get_merged_tallies(self, topic='day'):
        """What an indicator comes to is reckoned of all outlets together, from the very records that the tile opens."""
        tallies = super()._get_merged_tallies(topic)
        measured = {key: code for __, key, code, __ in MEASURED}
        if not any(tally.key in measured for tally in tallies):
            return tallies
        codes = self.env['aftersales.indicator'].sudo().with_context(active_test=False).search([
            ('measure', 'in', list(measured.values()))], limit=100)
        indicators = {indicator.measure: indicator for indicator in codes}
        month = self[0].company_id._get_today().replace(day=1)
        targets = self.env['aftersales.indicator.target']._get_targets(codes, self, month)
        return [
            self._read_tile(tally, indicators[measured[tally.key]], targets)
            if measured.get(tally.key) in indicators else tally for tally in tallies]

    def _read_tile(self, tally, indicator, targets):
        company = self[0].company_id
        measure = indicator._get_measure(indicator.measure, company._get_month_span(company._get_today()))
        whole, part = measure.whole or measure.part, measure.part
        model = self.env[whole.model].sudo()  # sudo: as the figures are; the list behind it is read as whoever looks
        under = self._read_tile_side(model, tally.domain, whole)
        more = [term for term in part.domain if term not in whole.domain]
        over = self._read_tile_side(model, Domain(tally.domain) & Domain(more), part) if measure.whole else under
        value = indicator.scale * over / (1.0 if measure.is_mean else under) if measure.whole and under else (
            None if measure.whole else over)
        own = [targets[indicator, outlet] for outlet in self if (indicator, outlet) in targets]
        target = None
        if own and len(own) == len(self):
            target = sum(value for value, __ in own) / (1 if indicator.adds_up else len(own))
        currency = company.currency_id
        text, label = self._say_tile(indicator, value, currency) or '–', tally.label
        if target is not None and indicator.adds_up:
            label = self.env._(
                "%(figure)s, target %(target)s", figure=label, target=self._say_tile(indicator, target, currency))
        due = target and target * self._get_tile_due(indicator, company)
        verdict = indicator._judge(indicator.better, value, due if target else target, max((w for __, w in own), default=0.0))
        return tally._replace(text=text, label=label, level=LEVELS[verdict])

    @api.model
    def _say_tile(self, indicator, value, currency):
        """A tile says money in whole units: it is read in passing."""
        if indicator.unit == 'amount' and value is not None:
            return f'{currency.symbol} {formatLang(self.env, value, digits=0)}'
        return indicator._say_value(value, indicator.unit, currency).replace(' ', '\N{NO-BREAK SPACE}')

    @api.model
    def _get_tile_due(self, indicator, company):
        """Of a sum, what is due by today."""
        today = company._get_today()
        span = company._get_month_span(today)
        return today.day / (span.last - span.first).days if indicator.adds_up else 1.0

    @api.model
    def _read_tile_side(self, model, domain, side):
        if side.rate:
            return sum((amount or 0.0) / (rate or 1.0) for rate, amount in model._read_group(domain, [side.rate], [side.value]))
        [(value,)] = model._read_group(domain, [], [side.value])
        return float(value or 0.0)

    def _get_wrong_tallies(self, start, stop):
        """What went wrong today and no other room tells the manager of."""
        own = [('workshop_id', '=', self.id)]
        today = fields.Date.to_string(self._get_local_day(fields.Datetime.now()))
        month = f'{today[:7]}-01'
        return [
            Tally(11, 'promises_broken', 'wrong', self.env._("ready later than promised"), ORDERS, [
                *own, ('ready_date', '>=', start), ('ready_date', '<', stop), ('promise_first_date', '!=', False),
                ('is_first_promise_kept', '=', False)], 'danger'),
            Tally(58, 'calls_late', 'wrong', self.env._("follow-up calls at their last day"), 'aftersales.action_followups', [
                *own, ('is_to_call', '=', True), ('late_date', '<=', today)], 'warning'),
            Tally(59, 'shorts_today', 'wrong', self.env._("parts delivered short"), 'aftersales.action_short_deliveries', [
                ('warehouse_id', '=', self.warehouse_id.id), ('date', '>=', start), ('date', '<', stop)], 'warning'),
            Tally(63, 'claims_refused', 'wrong', self.env._("claims refused today"), 'aftersales.action_claims', [
                *own, ('decided_date', '>=', start), ('decided_date', '<', stop), ('amount_refused', '>', 0)], 'danger'),
            Tally(68, 'cash_differs', 'wrong', self.env._("cash that differs"), 'aftersales.action_cash_days', [
                ('company_id', '=', self.company_id.id), ('difference', '!=', 0), ('handed_date', '>=', start),
                ('handed_date', '<', stop)], 'danger'),
            Tally(72, 'people_short', 'wrong', self.env._("posts with too few people"), 'aftersales.action_staffing_checks', [
                *own, ('month', '=', month), ('short_count', '>', 0)], 'warning'),
            Tally(73, 'figures_bad', 'wrong', self.env._("key figures missed"), 'aftersales.action_indicator_figures', [
                *own, ('month', '=', month), ('verdict', '=', 'bad')], 'warning'),
        ]
