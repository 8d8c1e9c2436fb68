from odoo import models


class ReportDelivery(models.AbstractModel):
    """Papers that we kept stand among what is handed back."""

    _inherit = 'report.aftersales.report_delivery'

    def _prepare_content(self, doc):
        papers = () if doc.delivery_id else doc._get_kept_papers().with_context(lang=doc.env.lang)
        return {**super()._prepare_content(doc), 'kept_papers': [paper._say_returned() for paper in papers]}

    def _read_points(self, delivery, points):
        """The points of papers, too, in the customer's words."""
        words = {}
        papers = delivery.order_id._get_kept_papers().with_context(lang=points.env.lang)
        for paper in papers:
            for code, __ in self.env['res.lang'].get_installed():
                words[paper.with_context(lang=code)._say_returned()] = paper._say_returned()
        return [(words.get(line.name, name), line) for name, line in super()._read_points(delivery, points)]
