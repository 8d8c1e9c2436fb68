from odoo import models


class ReportVehicleHistory(models.AbstractModel):
    _inherit = 'report.aftersales.report_vehicle_history'

    def _get_visits_domain(self, docs):
        """A reader without rights on orders is the customer himself: only his own visits are told."""
        domain = super()._get_visits_domain(docs)
        Order = self.env['aftersales.order']
        if not Order.sudo(False).has_access('read'):
            domain &= Order._get_portal_domain(self.env.user.partner_id)
        return domain
