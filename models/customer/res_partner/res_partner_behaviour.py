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
        """What each of these customers did here in the last twelve months, in a constant number of queries and of rows.

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
        for partner, count in env['aftersales.order']._read_group(done, ['partner_id'], ['__count']):
            for head in heads[partner.id]:
                visits[head] += count
        # The database counts: a fleet has thousands of jobs a year, and a handful of operations and payers.
        jobs = [('order_id', 'any', done), ('is_dropped', '=', False), ('approval', '!=', 'declined')]
        for counters, name in ((operations, 'operation_id'), (payers, 'pay_type_id')):
            for partner, value, count in env['aftersales.job']._read_group(jobs, ['order_id.partner_id', name], ['__count']):
                for head in heads[partner.id]:
                    counters[head][value] += count
        for partner, payer, other, share, currency, amount in env['aftersales.job']._read_group(
                jobs, ['order_id.partner_id', 'payer_id', 'co_payer_id', 'share', 'currency_id'], ['amount_total:sum']):
            for head in heads[partner.id]:
                borne = share * (payer.id in heads[partner.id]) + (100 - share) * (other.id in heads[partner.id])
                if borne:
                    spent[head][currency] += amount * borne / 100
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
