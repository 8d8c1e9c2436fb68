from odoo import models

from odoo.addons.aftersales.models.base.words import read_again


class ReportDelivery(models.AbstractModel):
    """What is explained when the car is handed back, and the customer's signature (F4).

    Printed before the delivery it is signed by hand; afterwards it shows what was signed on the screen.
    """

    _name = 'report.aftersales.report_delivery'
    _inherit = ['aftersales.order.print.mixin']
    _description = 'Delivery Sheet'

    def _prepare_content(self, doc):
        delivery = doc.delivery_id
        if delivery:
            next_service = (delivery.next_service_date, delivery.next_service_odometer, delivery.next_service)
            advice = (delivery.advice or '').splitlines()
        else:
            next_service, advice = doc._get_next_service(), doc._get_delivery_advice()
        return {
            **super()._prepare_content(doc),
            'guarantees': doc._get_print_guarantees(),
            'delivery': delivery,
            'next_service': next_service,
            'advice': [line for line in advice if line.strip()],
        }

    def _prepare_pages(self, docs):
        """The advisor's list of points is read once for all sheets."""
        listed = self.env['aftersales.delivery.point'].with_context(active_test=False).search([])  # pylint: disable=no-search-all
        pages = super()._prepare_pages(docs)
        for page in pages:
            doc, delivery = page['doc'], page['delivery']
            points = listed.with_context(lang=doc.env.lang).filtered(
                lambda point, doc=doc: not point.company_id or point.company_id == doc.company_id)
            page['explained'] = self._read_points(delivery, points)
            page['points'] = () if delivery else points.filtered('active')
        return pages

    def _read_points(self, delivery, points):
        """What was explained, in the customer's words where the advisor's list has them.

        :return: list of (name, delivery line)
        """
        return [
            (next(filter(None, (read_again(line.name, point) for point in points)), line.name), line)
            for line in delivery.line_ids
        ]
