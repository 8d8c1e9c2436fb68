from odoo import models


class ReportComplaint(models.AbstractModel):
    """The form of the house, with all blocks and who gets a copy; it never goes to the customer (K5)."""
    _name = 'report.aftersales.report_complaint'
    _inherit = ['aftersales.print.mixin']
    _description = "Complaint Form"

    _print_model = 'aftersales.complaint'

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_content(self, doc):
        # What the printing user must not see is not on his paper either.
        shows_prices = self.env.user.has_group('aftersales.group_price')
        return {
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            # In the order of the eight steps; what belongs to none comes last.
            'actions': doc.action_ids.sorted(lambda action: (action.d_step or '9', action.due_date, action.id)),
            'shows_prices': shows_prices, 'solutions': doc._get_solution_labels(),
            'copies': [
                doc.env._("Quality"), doc.env._("Workshop"), doc.env._("Reception"), doc.env._("Accounting"),
                doc.env._("Manager's office")],
        }
