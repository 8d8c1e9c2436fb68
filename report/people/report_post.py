from odoo import models


class ReportPost(models.AbstractModel):
    """The description of a post on one page, signed by who holds it."""
    _name = 'report.aftersales.report_post'
    _inherit = ['aftersales.print.mixin']
    _description = "Post Description"

    _print_model = 'hr.job'

    def _prepare_content(self, doc):
        return {
            'company': doc.company_id or self.env.company, 'address': (doc.company_id or self.env.company).partner_id,
            'duties': (doc.post_duties or '').splitlines(),
            'powers': (doc.post_powers or '').splitlines(),
        }
