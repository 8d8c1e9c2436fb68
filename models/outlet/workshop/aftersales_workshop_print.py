from odoo import fields, models
from odoo.tools import is_html_empty


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    repair_conditions = fields.Html(
        translate=True,
        help="Printed on this outlet's repair orders instead of the company's conditions.",
    )

    def _get_print_conditions(self):
        """The outlet's repair conditions, else its company's; empty when neither wrote any."""
        self.ensure_one()
        for conditions in (self.repair_conditions, self.company_id.aftersales_repair_conditions):
            if not is_html_empty(conditions):
                return conditions
        return ''

    def _get_print_address(self):
        """The partner whose name and address head the outlet's documents."""
        self.ensure_one()
        return self.partner_id or self.company_id.partner_id
