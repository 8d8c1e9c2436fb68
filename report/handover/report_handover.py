from odoo import models
from odoo.tools.image import image_data_uri

MOST_POINTS = 1000


class ReportHandover(models.AbstractModel):
    """The sheet a sold car is handed over by: what was inspected, what was gone through with the buyer, who signed (P1)."""
    _name = 'report.aftersales.report_handover'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of a Hand-Over"

    _print_model = 'aftersales.handover'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_pages(self, docs):
        points = self.env['aftersales.handover.point'].with_context(active_test=False).search([], limit=MOST_POINTS)
        return super(ReportHandover, self.with_context(point_ids=points.ids))._prepare_pages(docs)

    def _prepare_content(self, doc):
        Line, names = doc.line_ids, self._read_points_again(doc.env)
        results, parts = (dict(Line._fields[name]._description_selection(doc.env)) for name in ('result', 'car_part'))
        return {
            'address': doc.workshop_id._get_print_address(),
            'sections': {kind: [{
                'part': parts[line.car_part], 'name': names.get(line.name, line.name), 'result': results.get(line.result, ''),
                'text': line.finding_text or '', 'order': line.job_id.order_id.name or '', 'is_bad': line.result == 'defect',
            } for line in Line.filtered(lambda line, kind=kind: line.kind == kind)] for kind in ('inspection', 'checklist')},
            'photos': [(image_data_uri(line.photo), names.get(line.name, line.name)) for line in Line if line.photo],
            'staff': [
                (doc.technician_signature, doc.technician_kind, doc.technician_id.name or ''),
                (doc.inspector_signature, doc.inspector_kind, doc.inspector_id.name or ''),
                (doc.sales_signature, doc.sales_kind, doc.sales_id.name or '')],
        }

    def _read_points_again(self, env):
        """The sheet has the points in the words of whoever made it; the buyer reads them in his own.

        :return: dict of what a point of the house's list is called in any language: its name in that of ``env``
        """
        points, names = env['aftersales.handover.point'].browse(self.env.context['point_ids']), {}
        for code, __ in env['res.lang'].get_installed():
            names |= {point.with_context(lang=code).name: point.name for point in points}
        return names
