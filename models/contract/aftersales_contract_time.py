from datetime import timedelta

from odoo import api, fields, models


class AftersalesContract(models.Model):
    """A contract that is earned by time or kilometres: at each month's end its share, in one entry (contracts, §2)."""
    _inherit = 'aftersales.contract'

    earned_until = fields.Date(
        string="Earned Until", readonly=True, copy=False, index='btree_not_null',
        help="The last day of the month up to which its price is earned, of contracts earned by time or kilometres.")

    @api.model
    def _cron_earn_contracts(self, batch=200):
        last = self._get_last_month_end()
        self._work_through([
            ('state', '=', 'active'), ('type_id.recognition', 'in', ('time', 'distance')), ('start_date', '<=', last),
            '|', ('earned_until', '=', False), ('earned_until', '<', last),
        ], '_earn_by_time', batch, order='start_date, id', together=True)

    def _earn_by_time(self):
        """What the days until the end of the last month have earned and no entry says yet; called twice it books once."""
        contracts = self.sudo()  # sudo: the ledger and its entries are the system's
        last = self._get_last_month_end()
        contracts._claim_for_update()
        by_distance = contracts.filtered(lambda contract: contract.type_id.recognition == 'distance')
        parts = {contract: contract._get_days_part(last) for contract in contracts - by_distance}
        parts |= by_distance._get_driven_parts(last)
        values = {contract: contract._get_due(part) for contract, part in parts.items()}
        entries = contracts._book_earned(values, self.env._("Until %(day)s", day=last))
        for contract, entry in entries.items():
            contract.entitlement_ids[:1]._note('earned', 0, value=values[contract], entry_id=entry.id)
        contracts.earned_until = last

    @api.model
    def _get_last_month_end(self):
        """Today, where a month ends today: its entry then stands in the month that has earned it."""
        return (fields.Date.context_today(self) + timedelta(days=1)).replace(day=1) - timedelta(days=1)

    def _get_days_part(self, day):
        """What part of its days has passed by the end of ``day``; those on which it was suspended do not count."""
        self.ensure_one()
        days = (self.end_date - self.start_date).days + 1 - self.suspended_days
        return min(max((day - self.start_date).days + 1 - self.suspended_days, 0), days) / days

    def _get_due(self, part):
        """So much of the price, less what is earned already: what was earned once is never taken back."""
        self.ensure_one()
        return max(self.currency_id.round(self.price * part) - self._get_earned(), 0)
