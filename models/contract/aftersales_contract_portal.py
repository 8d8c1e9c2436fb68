from odoo import api, models
from odoo.fields import Domain


class AftersalesContract(models.Model):
    """What the customer sees: how long it runs and which work is left; nothing of what the house earns."""
    _name = 'aftersales.contract'
    _inherit = ['aftersales.contract', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_contract_count'

    @api.model
    def _get_portal_domain(self, partner):
        return partner._get_aftersales_family_domain('partner_id') & Domain('state', 'not in', ('draft', 'cancelled'))

    def _get_portal_status(self):
        """:return: (label in the customer's words, Bootstrap colour)"""
        self.ensure_one()
        if self.is_past_end:
            return self.env._("Ended"), 'secondary'
        if self.state == 'active' and not self.start_date:
            return self.env._("Paid, not begun yet"), 'info'
        return {
            'invoiced': (self.env._("Waits for your payment"), 'warning'),
            'active': (self.env._("Contract Runs"), 'success'),
            'suspended': (self.env._("Suspended"), 'warning'),
            'used_up': (self.env._("All used"), 'secondary'),
            'refunded': (self.env._("Paid back"), 'secondary'),
        }.get(self.state, (self.env._("Ended"), 'secondary'))

    def _get_portal_used(self):
        """What was done under it, the latest first; read as the system, of a contract that is the customer's."""
        self.ensure_one()
        return self.sudo().entitlement_ids.move_ids.filtered(lambda move: move.kind == 'used').sorted('id', reverse=True)

    def _get_portal_left(self):
        """Of all its work together, for the list."""
        self.ensure_one()
        lines = self.entitlement_ids
        return self.env._("unlimited") if any(lines.mapped('is_unlimited')) else str(sum(lines.mapped('times_left')))
