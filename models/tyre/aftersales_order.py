from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """Who has the car before him is told what of it lies in our store."""
    _inherit = 'aftersales.order'

    def _get_alerts(self):
        alerts = super()._get_alerts()
        vehicle = self.vehicle_id._origin
        if self.is_locked or not vehicle:
            return alerts
        # sudo: that its tyres are here is told to whoever receives the car
        sets = self.env['aftersales.tyre.set'].sudo().search([
            ('vehicle_id', '=', vehicle.id), ('state', '=', 'stored'),
            ('company_id', '=', (self.company_id or self.env.company).id)])
        for tyres in sets.with_env(self.env).sudo():
            message = self.env._("Tyres in our store: %(set)s.", set=tyres._describe())
            alerts.append(Alert(
                'warning' if tyres.needs_tyres else 'info', ' '.join(filter(None, [
                    message, tyres.condition and tyres.condition.replace('\n', ' ')])), 'action_view_tyre_sets'))
        return alerts

    @api.readonly
    def action_view_tyre_sets(self):
        self.ensure_one()
        return self.vehicle_id.action_view_tyre_sets()
