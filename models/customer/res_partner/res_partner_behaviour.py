from collections import Counter, defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_amount

MOST_NAMED = 3
DONE = [('state', '=', 'delivered')]


class Behaviour(NamedTuple):
    """What a customer did here within a year: he and the contacts below him."""

    visits: int
    spent: dict  # currency: amount with taxes of what he pays himself
    operations: list  # names of the work he has done most often
    channels: list  # labels of the ways he books, the most frequent first
    payers: list  # names of pay types, the most frequent first


class ResPartner(models.Model):
    """How often a customer comes, for what and who pays: worked out when it is looked at, as it depends on today (J1)."""
    _inherit = 'res.partner'

    aftersales_visits_year = fields.Integer(
        string="Visits in 12 Months", compute='_compute_aftersales_behaviour', groups='aftersales.group_price')
    aftersales_behaviour = fields.Char(
        string="Behaviour", compute='_compute_aftersales_behaviour', groups='aftersales.group_price')

    @api.depends_context('lang')
    def _compute_aftersales_behaviour(self):
        found = self._get_behaviour()
        for partner in self:
            behaviour = found[partner]
            partner.aftersales_visits_year = behaviour.visits
            partner.aftersales_behaviour = ' · '.join(filter(None, (
                ", ".join(self._say_spent(behaviour)), ", ".join(behaviour.operations), ", ".join(behaviour.channels[:1]),
                ", ".join(behaviour.payers)))) or False

    @api.model
    def _say_spent(self, behaviour):
        return [format_amount(self.env, amount, currency) for currency, amount in behaviour.spent.items()]

    def _get_behaviour(self):
        """What each of these customers did here in the last twelve months, in a constant number of queries.

        :return: dict of partner: ``Behaviour``
        """
        # sudo: whoever sees the file is told sums of all outlets of his companies
        env, since = self.sudo().env, fields.Datetime.subtract(fields.Datetime.now(), years=1)
        below = self.sudo().with_context(active_test=False).search_fetch([('id', 'child_of', self.ids)], ['parent_id'])
        known = set(below._ids)
        heads = {partner.id: self._get_heads(partner, known) for partner in below}
        own = [('partner_id', 'in', below.ids), ('company_id', 'in', self.env.companies.ids)]
        visits, spent = Counter(), defaultdict(Counter)
        operations, payers, channels = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
        done = [*own, ('state', '=', 'delivered'), ('delivered_date', '>=', since)]
        orders = env['aftersales.order'].search_fetch(done, ['partner_id'])
        for order in orders:
            for head in heads[order.partner_id.id]:
                visits[head] += 1
        jobs = env['aftersales.job'].search_fetch(
            [('order_id', 'in', orders.ids), ('is_dropped', '=', False), ('approval', '!=', 'declined')],
            ['order_id', 'operation_id', 'pay_type_id', 'payer_id', 'co_payer_id', 'share', 'amount_total', 'currency_id'])
        for job in jobs:
            for head in heads[job.order_id.partner_id.id]:
                operations[head][job.operation_id] += 1
                payers[head][job.pay_type_id] += 1
                borne = job.share * (job.payer_id.id in heads) + (100 - job.share) * (job.co_payer_id.id in heads)
                if borne:
                    spent[head][job.currency_id] += job.amount_total * borne / 100
        for partner, channel, count in env['aftersales.appointment']._read_group(
                [*own, ('start', '>=', since), ('state', '!=', 'cancelled')], ['partner_id', 'channel'], ['__count']):
            for head in heads[partner.id]:
                channels[head][channel] += count
        ways = dict(env['aftersales.appointment']._fields['channel']._description_selection(self.env))
        return {partner: Behaviour(
            visits[partner.id], dict(spent[partner.id]), _name(operations[partner.id]),
            [ways.get(way, '') for way, __ in channels[partner.id].most_common(MOST_NAMED)], _name(payers[partner.id]),
        ) for partner in self}

    def _get_heads(self, partner, known):
        """Ids of those of ``self`` that ``partner`` is, or stands below; ids of all of them are ``known``."""
        found = []
        while partner.id in known:
            if partner.id in self._ids:
                found.append(partner.id)
            partner = partner.parent_id
        return found


def _name(counter):
    """What is there most often, by name."""
    return [record.name for record, __ in counter.most_common() if record.name][:MOST_NAMED]
