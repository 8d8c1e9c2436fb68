from odoo import models
from odoo.fields import Date


class ReportCheckin(models.AbstractModel):
    """What is told of the car's papers beside the ticks."""

    _inherit = 'report.aftersales.report_checkin'

    def _prepare_content(self, doc):
        content = super()._prepare_content(doc)
        papers = doc.env['aftersales.checkin.paper']
        places = dict(papers._fields['possession']._description_selection(doc.env))
        conditions = dict(papers._fields['condition']._description_selection(doc.env))
        return {**content, 'papers': [{
            **paper, 'possession': places.get(paper['possession'], ''), 'condition': conditions.get(paper['condition'], ''),
            'valid_until': Date.to_date(paper['valid_until'] or False),
        } for paper in content['shown'].get('papers', [])]}
