from odoo import models


class ReportComplaintMonth(models.AbstractModel):
    """The statistics of a month on paper: a row a category, its cases below, and the heads of the units to sign (K6)."""
    _name = 'report.aftersales.report_complaint_month'
    _inherit = ['aftersales.print.mixin']
    _description = "Complaint Statistics"

    _print_model = 'aftersales.complaint.month'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        # What the printing user must not see is not on his paper either.
        shows_prices = self.env.user.has_group('aftersales.group_price')
        return {
            'address': doc.workshop_id._get_print_address(), 'shows_prices': shows_prices,
            'categories': doc.sudo()._get_categories(),  # sudo: sums; the paper shows them to those who may see prices
            'difference': doc.difference_text if shows_prices else False,
        }
