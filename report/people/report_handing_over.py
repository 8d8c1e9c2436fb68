from odoo import models


class ReportHandingOver(models.AbstractModel):
    """What one person handed over to another, for both to sign."""
    _name = 'report.aftersales.report_handing_over'
    _inherit = ['aftersales.print.mixin']
    _description = "Protocol of a Hand-Over"

    _print_model = 'aftersales.handing.over'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_content(self, doc):
        return {
            'address': doc.company_id.partner_id,
            'things': [thing for thing in (doc.things or '').splitlines() if thing.strip()]}
