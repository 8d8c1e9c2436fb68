from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportServiceSticker(models.AbstractModel):
    """What is stuck behind the windscreen: when the car should come next (F4); none where nothing is due."""

    _name = 'report.aftersales.report_service_sticker'
    _inherit = ['aftersales.order.print.mixin']
    _description = "Next-Service Sticker"

    def _prepare_pages(self, docs):
        return [page for page in super()._prepare_pages(docs) if page['date'] or page['odometer']]

    def _prepare_content(self, doc):
        delivery = doc.delivery_id
        date, odometer, name = doc._get_next_service() if not delivery else (
            delivery.next_service_date, delivery.next_service_odometer, delivery.next_service)
        return {
            'date': date, 'odometer': odometer, 'name': name, 'phone': doc.workshop_id.partner_id.phone,
            'bar_code': draw_bar_code(doc.vehicle_id.vin_sn),
        }
