from odoo import models


class AftersalesContract(models.Model):
    """A member card works from the day it begins until it ends, not only from the next night on (contracts, §6)."""
    _inherit = 'aftersales.contract'

    def _begin(self):
        super()._begin()
        self._work_out_members()

    def _after_active(self, source):
        super()._after_active(source)
        if source == 'suspended':
            self._work_out_members()

    def _after_suspended(self, source):
        super()._after_suspended(source)
        self._work_out_members()

    def _after_expired(self, source):
        super()._after_expired(source)
        self._work_out_members()

    def _after_refunded(self, source):
        super()._after_refunded(source)
        self._work_out_members()

    def action_transfer(self):
        holders = {contract: contract.partner_id for contract in self}
        result = super().action_transfer()
        self._work_out_members(holders)
        return result

    def _work_out_members(self, former=None):
        """:param former: dict of contract: who held it before"""
        for company, contracts in self.filtered(lambda contract: contract.kind == 'card').grouped('company_id').items():
            partners = contracts.partner_id
            for contract in contracts if former else ():
                partners |= former[contract]
            # sudo: which level a customer has is the system's
            self.env['aftersales.member'].sudo()._join(company, partners.commercial_partner_id)._work_out()
