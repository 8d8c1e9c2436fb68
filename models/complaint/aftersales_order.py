from odoo import api, models

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """Whoever books or receives a car knows that its customer waits for an answer (K2)."""
    _inherit = 'aftersales.order'

    @api.depends('vehicle_id.complaint_ids.state')
    def _compute_alert_html(self):
        return super()._compute_alert_html()

    @api.readonly
    def action_view_complaints(self):
        """Those about the car, and what its customer complains of without naming a car."""
        self.ensure_one()
        action = self.vehicle_id.action_view_complaints()
        action['domain'] = [
            '|', ('vehicle_id', 'in', self.vehicle_id.ids), '&', ('vehicle_id', '=', False),
            ('partner_id', 'in', self.partner_id.ids), ('state', '!=', 'cancelled')]
        return action

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.is_locked or not self.env.user.has_group('aftersales.group_see_complaint'):
            return alerts
        return [
            Alert('danger', self.env._(
                "Open complaint %(number)s: %(subject)s (%(days)s)", number=complaint.name.strip('/'),
                subject=complaint.subject, days=complaint._describe_days()), 'action_view_complaints')
            for complaint in self.vehicle_id._get_open_complaints(self.company_id, self.partner_id._origin)
        ] + alerts
