from odoo import models
from odoo.fields import Domain


class ReportVehicleHistory(models.AbstractModel):
    """The vehicle's basic file and every visit it made (J1)."""

    _name = 'report.aftersales.report_vehicle_history'
    _inherit = ['aftersales.print.mixin']
    _description = 'Vehicle History'

    _print_model = 'fleet.vehicle'

    def _prepare_pages(self, docs):
        # Not sudo: a history tells of the orders that its reader may see; an archived visit was one all the same.
        orders = self.env['aftersales.order'].with_context(active_test=False).search(
            self._get_visits_domain(docs), order='received_date desc, id desc')
        orders.sudo().job_ids.line_ids.product_id.mapped('display_name')  # read for all visits at once
        by_vehicle = orders.sudo().grouped('vehicle_id')
        pages = super()._prepare_pages(docs)
        for page in pages:
            vehicle = page['doc']
            visits = by_vehicle.get(vehicle, orders.browse()).with_context(lang=page['lang'])
            # Each day by the clock of the outlet the car was at.
            page['visits'] = [{
                'order': order,
                'jobs': order.job_ids.filtered(lambda job: job.state != 'cancelled'),
                'received': order.received_date and order.workshop_id._get_local_day(order.received_date),
                'delivered': order.delivered_date and order.workshop_id._get_local_day(order.delivered_date),
            } for order in visits]
        return pages

    def _get_visits_domain(self, docs):
        return Domain('vehicle_id', 'in', docs.ids) & Domain('state', 'not in', ('draft', 'cancelled'))

    def _prepare_content(self, doc):
        company = (doc.company_id or self.env.company).sudo()
        return {'company': company, 'address': company.partner_id}

    def _get_print_lang(self, doc):
        return doc.owner_id.lang or super()._get_print_lang(doc)
