from odoo import api, models
from odoo.exceptions import AccessError


class ReportCustomerFile(models.AbstractModel):
    """The customer's basic file on one page, with all that rooms know of him (J1)."""
    _name = 'report.aftersales.report_customer_file'
    _inherit = ['aftersales.print.mixin']
    _description = "Customer Basic File"

    _print_model = 'res.partner'

    @api.model
    def _get_report_values(self, docids, data=None):
        if not self.env.su and not self.env.user.has_group('aftersales.group_complete_file'):
            raise AccessError(self.env._("The file tells what customers said of themselves: whoever keeps files prints it."))
        return super()._get_report_values(docids, data)

    def _prepare_content(self, doc):
        company = doc.company_id or self.env.company
        # Of the customer it shows what is still to be asked, too; of cars, what there is.
        blocks = [
            {**block, 'rows': [row for row in block['rows'] if row[1] or not block.get('is_wide')]}
            for block in doc._prepare_customer_file()]
        narrow = [block for block in blocks if not block.get('is_wide')]
        return {
            'company': company, 'address': company.partner_id,
            'pairs': [narrow[at:at + 2] for at in range(0, len(narrow), 2)],
            'wide': [{**block, 'pairs': [block['rows'][at:at + 2] for at in range(0, len(block['rows']), 2)]}
                     for block in blocks if block.get('is_wide')],
        }
