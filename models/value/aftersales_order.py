from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """A delivered visit counts for its customer; whoever receives him knows that he should be kept (J6)."""
    _inherit = 'aftersales.order'

    def _set_delivered(self, now):
        super()._set_delivered(now)
        self.env['aftersales.value.mark']._mark((order.company_id.id, order.partner_id.id) for order in self)

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.is_locked or not self.env.user.has_group('aftersales.group_value'):
            return alerts
        value = self.partner_id.with_company(self.company_id).aftersales_value_id
        if value.was_loyal and value.status == 'lost':
            alerts = [*alerts, Alert('warning', self.env._(
                "A loyal customer who stayed away for long: make him welcome."), 'action_view_value')]
        elif value.is_loyal and value.status == 'risk':
            alerts = [*alerts, Alert('info', self.env._(
                "A loyal customer at risk: take your time for him."), 'action_view_value')]
        return alerts

    @api.readonly
    def action_view_value(self):
        self.ensure_one()
        return self.partner_id.with_company(self.company_id).action_view_aftersales_value()
