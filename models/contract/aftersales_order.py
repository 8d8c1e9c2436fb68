from odoo import models

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """An order whose car has a contract."""
    _inherit = 'aftersales.order'

    def write(self, vals):
        result = super().write(vals)
        if {'vehicle_id', 'workshop_id'} & vals.keys():
            self.job_ids._release_unfitting_contract()
        return result

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if not self.vehicle_id or self.state in ('delivered', 'cancelled') or not self.env.user.has_group(
                'aftersales.group_contract'):
            return alerts
        fitting = self.env['aftersales.contract.entitlement']._find_fitting(
            self.company_id or self.env.company, self.vehicle_id._origin)
        return alerts + [Alert('info', entitlement._get_left_sentence()) for entitlement in fitting
                         if not self.workshop_id or entitlement._is_valid_at(self.workshop_id._origin)]

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'delivered':
            self.job_ids._use_contract()
        elif target == 'cancelled':
            self.job_ids._release_contract()
        elif source == 'cancelled':
            self.job_ids._forget_released_contract()
